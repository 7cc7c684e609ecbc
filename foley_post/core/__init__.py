"""What every room stands on: time, files, progress, instruments."""
