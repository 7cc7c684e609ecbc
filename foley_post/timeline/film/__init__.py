"""A film without an editing timeline, read as a cut of one shot."""
