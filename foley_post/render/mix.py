"""Stems brought together with their balance kept: one file for the whole cut, or for a shot.

The mix is the plain sum of the stems, each at its own sample. Nothing is levelled anew; only when
the sum's true peak passes the ceiling is the whole turned down, and said so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from foley_post.core.progress import Progress, Watcher, ignore_progress
from foley_post.core.timecode import samples_at
from foley_post.errors import SoundError, UsageError
from foley_post.render.bwf import Stamp, write_blocks
from foley_post.render.loudness import true_peak
from foley_post.render.synth import Samples
from foley_post.timeline.model import Cut, Stem

__all__ = ["mix_down"]

_BLOCK = 1 << 19
_SHARED = 256
"""Samples around a block that its true peak needs too."""


def mix_down(
    stems: Sequence[Stem],
    cut: Cut,
    path: Path,
    *,
    peak_dbtp: float = -1.0,
    watcher: Watcher = ignore_progress,
) -> Stem:
    """The sum of ``stems`` as a 24-bit WAV at ``path``, from the first one's shot to the last's.

    Stems are of one sample rate; mono ones sit in the middle when any is stereo. Reads and writes
    in pieces, so a long cut needs little memory. UsageError for no stems or mixed rates; SoundError
    when a stem's file is gone or another than it was.
    """
    if not stems:
        raise UsageError("There are no stems to mix.")
    if len({s.rate_hz for s in stems}) > 1:
        rates = ", ".join(str(r) for r in sorted({s.rate_hz for s in stems}))
        raise UsageError(f"Stems of different sample rates ({rates} Hz) cannot be mixed.")
    for stem in stems:
        _check(stem)
    place = _place(stems, cut)
    total = 2 * -(-place.length_samples // _BLOCK)
    peak, done = 0.0, 0
    for block in _sums(stems, place, shared=_SHARED):
        peak, done = max(peak, true_peak(block)), done + 1
        watcher(Progress("mixing", done, total))
    ceiling = 10 ** ((peak_dbtp - 0.02) / 20)
    gain = min(1.0, ceiling / peak) if peak > 0 else 1.0

    def levelled() -> Iterator[Samples]:
        for i, block in enumerate(_sums(stems, place)):
            watcher(Progress("mixing", done + i, total))
            yield block * np.float32(gain)

    stamp = Stamp(
        place.start_sample, cut.rate, cut.drop_frame, "Mix-down", cut.name, "", place.track
    )
    shape = (place.length_samples, place.channels)
    write_blocks(path, levelled(), shape, place.rate_hz, stamp=stamp)
    return replace(place, path=path, name=path.stem, notices=_notices(gain, peak, peak_dbtp))


def _notices(gain: float, peak: float, peak_dbtp: float) -> tuple[str, ...]:
    if peak < 1e-6:
        return ("The mix is silent.",)
    if gain < 1.0:
        turned_db = -20 * np.log10(gain)
        return (f"The mix is turned down by {turned_db:.1f} dB to stay at {peak_dbtp:g} dBTP.",)
    return ()


def _place(stems: Sequence[Stem], cut: Cut) -> Stem:
    """Where the mix lies: as a stem whose file is still to come."""
    rate_hz = stems[0].rate_hz
    first = min(s.record_start_frame - s.head_frames for s in stems)
    shown = min(s.record_start_frame for s in stems)
    last = max(s.record_start_frame + s.length_frames for s in stems)
    start = samples_at(cut.rate.seconds(cut.start_frame + first), rate_hz)
    end = max(s.start_sample + s.length_samples for s in stems)
    return Stem(
        path=Path("mix.wav"),
        name="mix",
        shot_id=stems[0].shot_id if len({s.shot_id for s in stems}) == 1 else "",
        track="Mix",
        rate_hz=rate_hz,
        channels=max(s.channels for s in stems),
        start_sample=start,
        length_samples=end - start,
        record_start_frame=shown,
        length_frames=last - shown,
        head_frames=shown - first,
    )


def _check(stem: Stem) -> None:
    import soundfile

    try:
        info = soundfile.info(str(stem.path))
    except (OSError, RuntimeError) as error:
        raise SoundError(f"The stem {stem.path.name} cannot be read; render it again.") from error
    if (info.frames, info.samplerate, info.channels) != (
        stem.length_samples,
        stem.rate_hz,
        stem.channels,
    ):
        raise SoundError(f"The stem {stem.path.name} is not as it was made; render it again.")


def _sums(stems: Sequence[Stem], place: Stem, shared: int = 0) -> Iterator[Samples]:
    """The sum in blocks; ``shared`` samples of the next block ride along."""
    import soundfile

    for start in range(0, place.length_samples, _BLOCK):
        end = min(start + _BLOCK + shared, place.length_samples)
        block = np.zeros((end - start, place.channels), np.float32)
        for stem in stems:
            at = stem.start_sample - place.start_sample
            low, high = max(start, at), min(end, at + stem.length_samples)
            if low < high:
                piece, _ = soundfile.read(
                    str(stem.path), high - low, low - at, dtype="float32", always_2d=True
                )
                block[low - start : high - start] += piece
        yield block
