"""Media files: what they hold, their pictures by true time, their sound. The gateway to PyAV."""

from foley_post.video.probing import AudioInfo, MediaInfo, probe
from foley_post.video.reading import Frame, frames
from foley_post.video.sound import read_audio
from foley_post.video.writing import write_video

__all__ = ["AudioInfo", "Frame", "MediaInfo", "frames", "probe", "read_audio", "write_video"]
