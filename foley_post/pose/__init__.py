"""From a range of media to one clean Motion for each performer."""
