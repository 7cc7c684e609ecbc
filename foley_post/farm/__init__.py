"""Shots played and rendered on many machines: Dask workers, and Open Job Description farms."""
