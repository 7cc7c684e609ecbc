"""What an editing program wants of stems: one word for the files and the sound it is given.

From the research on interchange (docs/formats.md): 48 kHz, 24 bits, stereo, timecode in the file;
Final Cut Pro opens FCPXML alone. No program asks for a loudness of stems; -23 LUFS with peaks of
-1 dBTP (EBU R 128) puts them where a broadcast mix begins.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["PRESETS", "HostPreset"]


@dataclass(frozen=True, slots=True)
class HostPreset:
    """Files for ``host``, and their sound; stems are always of 24 bits."""

    host: str
    label: str
    rate_hz: int = 48_000
    channels: int = 2
    loudness_lufs: float = -23.0
    peak_dbtp: float = -1.0
    handles_s: float = 1.0

    @property
    def about(self) -> str:
        """A line for the help."""
        width = "stereo" if self.channels == 2 else "mono"
        return (
            f"{self.label}: {self.rate_hz // 1000} kHz, 24 bits, {width}, "
            f"{self.loudness_lufs:g} LUFS, {self.peak_dbtp:g} dBTP"
        )


PRESETS: Mapping[str, HostPreset] = {
    p.host: p
    for p in (
        HostPreset("premiere", "Premiere Pro (.otio, .xml)"),
        HostPreset("resolve", "DaVinci Resolve (.otio, .xml)"),
        HostPreset("fcp", "Final Cut Pro (.fcpxml)"),
        HostPreset("kdenlive", "Kdenlive 25.04 and later (.kdenlive.otio)"),
        HostPreset("reaper", "Reaper (.RPP)", handles_s=5.0),
        HostPreset(
            "protools", "Pro Tools (.aaf, or the stems by their time stamps)", handles_s=5.0
        ),
    )
}
