import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from players import dipping, melody

from foley_post.core.progress import Progress
from foley_post.errors import Cancelled, UsageError
from foley_post.generate import Request, generate_take
from foley_post.generate.network.layout import Size
from foley_post.train import loop
from foley_post.train.clips import make_clip, read_clips, write_clips
from foley_post.train.loop import TrainingOptions, train
from foley_post.train.publish import network_of, publish

SMALL = Size(channels=9, actor_channels=12, width=32, heads=2, layers=2, note_layers=1, dropout=0)


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clips")
    made = []
    for k in range(4):
        notes = melody(6, 0.45 + 0.03 * k, 0.3 + 0.1 * k)
        made.append(make_clip(dipping(notes, 4.0, keyboard=k > 1), notes, "piano", 4.0))
    write_clips(folder / "a.npz", made)
    return folder


@pytest.fixture(scope="module")
def options(clips: Path, tmp_path_factory: pytest.TempPathFactory) -> TrainingOptions:
    out = tmp_path_factory.mktemp("run")
    return TrainingOptions(
        out=out, clips=clips, steps=120, batch=4, ticks=150, rate=4e-3, warm_up=10, size=SMALL,
        device="cpu", save_every=60, threads=1,
    )  # fmt: skip


def test_clips_come_back_from_their_file(clips: Path):
    first = read_clips(clips / "a.npz")[0]
    assert first.instrument == "piano"
    assert [n.joint for n in first.notes] == [n.joint for n in melody(6, 0.45, 0.3)]
    assert first.features.joints.dtype == np.float16


def test_a_handful_of_clips_is_learned_by_heart_and_played_in_time(options: TrainingOptions):
    checkpoint = train(options)
    lines = [json.loads(line) for line in (options.out / "log.jsonl").read_text().splitlines()]
    assert lines[-1]["onset"] < 0.5 * lines[0]["onset"]
    model = publish(checkpoint, options.out / "weights" / "foley.safetensors")
    notes = melody(6, 0.45, 0.3)
    take = generate_take(
        dipping(notes, 4.0), Request(length_s=4.0, instrument="piano"), model=model
    )
    found = np.array(sorted({n.onset_s for n in take.notes}))
    away = [np.abs(found - n.onset_s).min() for n in notes]
    assert np.median(away) < 0.03
    assert len(found) <= 9


def test_a_stopped_run_goes_on_where_it_was(clips: Path, tmp_path: Path):
    asked = TrainingOptions(
        out=tmp_path, clips=clips, steps=4, batch=2, ticks=100, size=SMALL, device="cpu",
        save_every=2, threads=1,
    )  # fmt: skip
    calls = []

    def stop(progress: Progress) -> None:
        calls.append(progress)
        if len(calls) == 3:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        train(asked, stop)
    assert network_of(tmp_path / "checkpoint.pt")[1] == 2
    assert network_of(train(asked))[1] == 4


def test_a_line_is_added_to_the_log_and_the_rest_left_alone(tmp_path: Path):
    log = tmp_path / "run" / "log.jsonl"
    loop._log(log, 20, {"onset": torch.tensor(0.5)}, 1.0)
    place = log.stat().st_ino
    loop._log(log, 40, {"onset": torch.tensor(0.25)}, 2.0)
    assert log.stat().st_ino == place, "the same file, not a new one in its place"
    assert [json.loads(line)["onset"] for line in log.read_text().splitlines()] == [0.5, 0.25]


def test_the_same_seed_learns_the_same(clips: Path, tmp_path: Path):
    asked = TrainingOptions(
        out=tmp_path / "a", clips=clips, steps=2, batch=2, ticks=100, size=SMALL, device="cpu",
        threads=1,
    )  # fmt: skip
    first, _ = network_of(train(asked))
    second, _ = network_of(train(replace(asked, out=tmp_path / "b")))
    pairs = zip(first.parameters(), second.parameters(), strict=True)
    assert all(torch.equal(a, b) for a, b in pairs)


def test_nothing_to_learn_from_is_said(tmp_path: Path):
    with pytest.raises(UsageError, match="no clips"):
        train(TrainingOptions(out=tmp_path, clips=tmp_path / "none", device="cpu", threads=1))
