"""Bodies and hands in one picture: detection, regions of interest, landmarks."""
