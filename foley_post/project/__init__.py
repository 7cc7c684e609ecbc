"""The `.foley` file, and what was made for each of its shots."""
