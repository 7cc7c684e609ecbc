"""The graph-transformer in plain arrays, as it is used; `generate.network` is what is trained."""
