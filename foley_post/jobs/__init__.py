"""Work planned, run in processes, and finished after a crash."""
