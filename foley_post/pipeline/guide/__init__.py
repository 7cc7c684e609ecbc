"""What the guide sound gives beside notes: a track as the guide, its stems, a map of it."""
