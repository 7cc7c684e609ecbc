"""OpenTimelineIO files: writer, and the rules hosts hold them to."""
