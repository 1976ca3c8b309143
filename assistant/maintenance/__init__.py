"""Maintenance: what those who look after the publications need to see and to do.

Publications added, indexing jobs and their progress, generations, what failed, quality of corpus and of answers.

May not enter: the web, and evaluations themselves, which belong to a room that this one may not know (`evals`).
"""
