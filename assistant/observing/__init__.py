"""What is told of a running program to those who look after it: its log, its figures, its traces.

May not enter: what people write (questions, mails, names, addresses), cookies, keys. What goes out is
made of words of ours, of bounded values and of durations.
"""
