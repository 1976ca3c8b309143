"""From a question to an answer whose every sentence is cited, or to a refusal. Start with `service`.

May not enter: pages and commands (`ui`), measures (`evals`), the reading of files (`indexer`).
"""
