"""The model of *Foley Music* (ECCV 2020, arXiv 2007.10984) rebuilt from its description, to measure
what its parts can do at best.
"""
