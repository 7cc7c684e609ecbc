"""The melody model is counted from scores: `python -m foley_post.train.melody`."""
