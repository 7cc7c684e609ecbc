"""Editing timelines: read, guard, relink, write (one writer a format), check a file for a host."""
