"""Faults that take long to provoke: kills at random moments, fuzzed files, leaks, full disks."""
