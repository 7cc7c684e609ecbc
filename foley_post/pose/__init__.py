"""From a range of media to one clean Motion for each performer."""

from foley_post.pose.extraction import WatchOptions, watch

__all__ = ["WatchOptions", "watch"]
