"""The layers of the graph-transformer."""
