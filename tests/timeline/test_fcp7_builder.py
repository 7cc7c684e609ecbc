"""Final Cut Pro 7 XML made from other formats, as the hosts read it."""

from __future__ import annotations

import wave
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import timeline_material as material
from lxml import etree

from foley_post.core.timecode import Rate, ticks_at
from foley_post.timeline import check_file, read_cut, write_cut

INPUTS = Path(__file__).parent / "inputs"


def wav(path: Path, channels: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(44_100)
        file.writeframes(np.zeros(44_100 * channels, np.int16).tobytes())
    return path


def made(path: Path, folder: Path) -> etree._ElementTree:
    written = write_cut(read_cut(path), [], folder, formats=["fcp7xml"])
    assert [f for f in check_file(written.files[0], "resolve") if f.serious] == []
    return etree.parse(str(written.files[0]))


def described(tree: etree._ElementTree, name: str) -> etree._Element:
    (file,) = (f for f in tree.iter("file") if (f.findtext("name") or "").startswith(name))
    return file


def test_files_say_what_they_hold(tmp_path: Path) -> None:
    rate = Rate(25)
    silent = material.film(tmp_path / "silent.mov")
    mono, stereo = wav(tmp_path / "mono.wav", 1), wav(tmp_path / "stereo.wav", 2)
    tracks = [
        material.track([material.clip("silent", silent.as_uri(), (0, 25), rate)]),
        material.track([material.clip("mono", mono.as_uri(), (0, 25), rate)], kind="Audio"),
        material.track([material.clip("stereo", stereo.as_uri(), (0, 25), rate)], kind="Audio"),
    ]
    tree = made(material.save(material.timeline(tracks, rate), tmp_path / "a.otio"), tmp_path / "o")
    film = described(tree, "silent")
    assert film.find("media/audio") is None
    assert film.findtext("media/video/samplecharacteristics/width") == "32"
    for name, channels in (("mono", "1"), ("stereo", "2")):
        file = described(tree, name)
        assert file.find("media/video") is None
        assert file.findtext("media/audio/channelcount") == channels
        assert file.findtext("media/audio/samplecharacteristics/samplerate") == "44100"
    tracks_made = tree.findall(".//media/audio/track")
    assert [t.get("premiereTrackType") for t in tracks_made] == ["Mono", "Stereo", "Stereo"]


def four_microphones(path: Path) -> Path:
    """A film with four sounds of one channel, as cameras of broadcasters write them."""
    import av

    with av.open(str(path), "w") as container:
        picture = container.add_stream("mpeg4", rate=25)
        picture.width, picture.height, picture.pix_fmt = 32, 32, "yuv420p"
        sounds = [container.add_stream("pcm_s16le", rate=48_000, layout="mono") for _ in range(4)]
        for _ in range(25):
            frame = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), "rgb24")
            container.mux(picture.encode(frame))
        for sound in sounds:
            samples = np.zeros((1, 48_000), np.int16)
            frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
            frame.rate = 48_000
            container.mux(sound.encode(frame))
    return path


def test_sounds_of_different_width_get_tracks_of_their_width(tmp_path: Path) -> None:
    rate = Rate(25)
    files = [wav(tmp_path / f"{n}.wav", n) for n in (1, 2, 6)]
    clips = [material.clip(f.stem, f.as_uri(), (0, 25), rate) for f in files]
    path = material.save(
        material.timeline([material.track(clips, kind="Audio")], rate), tmp_path / "a.otio"
    )
    tree = made(path, tmp_path / "o")
    tracks = tree.findall(".//media/audio/track")
    kinds = [(t.get("premiereTrackType"), t.get("totalExplodedTrackCount")) for t in tracks]
    assert kinds == [("Mono", "1"), *[("Stereo", "2")] * 2, *[("5.1", "6")] * 6]
    played = [c.findtext("sourcetrack/trackindex") for t in tracks for c in t.iterfind("clipitem")]
    assert played == ["1", "1", "2", "1", "2", "3", "4", "5", "6"]
    back = read_cut(next((tmp_path / "o").glob("*.xml")))
    assert len(back.audio_tracks) == 3


def test_every_microphone_of_a_film_is_counted(tmp_path: Path) -> None:
    film = four_microphones(tmp_path / "four.mov")
    written = write_cut(read_cut(film), [], tmp_path / "o")
    xml = etree.parse(str(written.files[1]))
    assert described(xml, "four").findtext("media/audio/channelcount") == "4"
    assert len(xml.findall(".//media/audio/track")) == 4
    asset = etree.parse(str(written.files[2])).find(".//asset")
    assert asset is not None
    assert (asset.get("audioSources"), asset.get("audioChannels")) == ("4", "1")
    assert [len(read_cut(f).audio_tracks) for f in written.files] == [1, 1, 1]


def test_files_that_are_offline_hold_what_the_timeline_uses_of_them(tmp_path: Path) -> None:
    rate = Rate(25)
    both = material.clip("both", "file:///gone/both.mov", (0, 25), rate)
    tracks = [
        material.track([both, material.clip("seen", "file:///gone/seen.mov", (0, 25), rate)]),
        material.track([both, material.clip("heard", "file:///gone/heard.wav", (0, 25), rate)])
        | {"kind": "Audio"},
    ]
    tree = made(material.save(material.timeline(tracks, rate), tmp_path / "a.otio"), tmp_path / "o")
    held = {
        name: [e.tag for e in described(tree, name).find("media")]
        for name in ("both", "seen", "heard")
    }
    assert held == {"both": ["video", "audio"], "seen": ["video"], "heard": ["audio"]}


def test_a_clip_of_another_rate_has_its_in_and_out_on_the_sequences_grid(tmp_path: Path) -> None:
    cut = read_cut(INPUTS / "otio_mixed_rates.otio")
    written = write_cut(cut, [], tmp_path, formats=["fcp7xml"])
    item = etree.parse(str(written.files[0])).find(".//video/track/clipitem")
    assert item is not None
    found = [item.findtext(tag) for tag in ("rate/timebase", "start", "end", "in", "out")]
    assert found == ["30", "0", "300", "60", "360"]
    assert item.findtext("file/rate/timebase") == "25"
    assert item.findtext("pproTicksIn") == str(ticks_at(Fraction(2)))
    again = read_cut(written.files[0])
    assert [s.time_map for s in again.shots] == [s.time_map for s in cut.shots]


def test_a_start_between_two_frames_of_the_sequence_is_kept_by_its_ticks(tmp_path: Path) -> None:
    one = material.clip("a", "file:///gone/a.mov", (51, 250), Rate(25))
    two = material.clip("b", "file:///gone/b.mov", (0, 300), Rate(30))
    document = material.timeline([material.track([one, two])], Rate(30), 108_000)
    cut = read_cut(material.save(document, tmp_path / "a.otio"))
    assert cut.rate == Rate(30)
    written = write_cut(cut, [], tmp_path / "out", formats=["fcp7xml"])
    assert read_cut(written.files[0]).shots[0].time_map == cut.shots[0].time_map


@pytest.mark.parametrize("form", ["fcp7xml", "fcpxml"])
def test_the_picture_is_as_large_as_the_media_where_no_line_says_it(
    tmp_path: Path, form: str
) -> None:
    film = material.film(tmp_path / "a.mov")
    tracks = [material.track([material.clip("a", film.as_uri(), (0, 25), Rate(25))])]
    path = material.save(material.timeline(tracks, Rate(25)), tmp_path / "a.otio")
    written = write_cut(read_cut(path), [], tmp_path / "out", formats=[form])
    assert any("says 32x32" in n for n in written.notices)
    assert read_cut(written.files[0]).picture_size == (32, 32)
