"""The picture at the playhead, with what was seen drawn on it."""
