"""What is open: opened, saved, scored and exported."""
