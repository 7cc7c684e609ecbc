"""Final Cut Pro 7 XML: reader, writer, builder, and the rules hosts hold it to."""
