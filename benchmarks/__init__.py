"""How fast and how large: `python -m benchmarks` lists what can be measured. Timings are ratios taken in one run.

May not enter: thresholds: a timing fails no test.
"""
