"""Where the media of a timeline lies, and what its sound files say of themselves."""
