"""The window: a face of `foley_post`, which never imports it."""
