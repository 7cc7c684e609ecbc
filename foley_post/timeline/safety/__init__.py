"""Foreign files checked and parsed where they can do no harm."""
