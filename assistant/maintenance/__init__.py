"""Maintenance: what those who look after the publications need to see and to do.

Publications added, indexing jobs and their progress, generations, what failed, quality of corpus and of answers.
"""
