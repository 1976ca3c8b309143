"""What is told of a running program to those who look after it: its log, its figures, its traces.

Nothing of what people write may enter: neither questions nor mails, names, addresses, cookies, keys. What goes out is
made of words of ours, of bounded values and of durations.
"""
