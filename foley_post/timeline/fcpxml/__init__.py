"""FCPXML: reader, writer, builder, and the rules hosts hold it to."""
