"""Measurements behind docs/benchmarks.md; `make bench` runs them all."""
