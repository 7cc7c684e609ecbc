"""Media: probe it, and give its frames with their true times."""
