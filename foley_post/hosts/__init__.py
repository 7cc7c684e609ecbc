"""Editing programs: the job folder they share with Foley Post, and what is installed in them."""
