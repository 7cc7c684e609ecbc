"""One thin module a command: its options, one call into the library, what it prints."""
