"""The training loop: resumable, seeded, on two cores or on a GPU."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import torch

from foley_post.core.files import finished
from foley_post.core.instruments import INSTRUMENTS, TAUGHT_INSTRUMENTS
from foley_post.core.progress import Progress, Watcher, ignore_progress
from foley_post.errors import Remedy, UsageError
from foley_post.generate.network.foley_network import Foley, load_network
from foley_post.generate.network.layout import Size
from foley_post.simulation.observation.detector import EYES, DetectorModel
from foley_post.simulation.score.corpus import read_shelf
from foley_post.train.batches import Batch, Losses, batch_of, cut
from foley_post.train.clips import Clip, fill, read_clips
from foley_post.train.losses import WEIGHTS, losses_of

__all__ = ["TrainingOptions", "train"]

CHECKPOINT = "checkpoint.pt"
LOG = "log.jsonl"
SHAKY = DetectorModel(shaky=2.5)
VARIED = DetectorModel(varied=True)


@dataclass(frozen=True, slots=True)
class TrainingOptions:
    """How to train.

    ``out``: checkpoints and the log; a run that is there goes on. ``clips``: files of clips; those
    that appear while training runs are taken in. ``simulate``: how many clips to make there first,
    of ``instruments``, from a shelf of ``scores`` (`foley_post.simulation.score.corpus`) or by
    rule; ``drawn``: how many more, with contact cues read off drawn pictures; ``shaky``: how many
    more that are seen badly; ``varied``: how many more of other bodies, with errors of more kinds.
    ``start``: weights to begin from, where no run is there. ``steps``: how many in all; ``minutes``
    ends the run earlier (the learning rate falls to nothing by whichever comes first). ``ticks``:
    how long a piece is learned from at once. ``device``: ``cpu``, ``cuda`` or ``auto``; mixed
    precision on a GPU only.
    """

    out: Path
    clips: Path
    instruments: tuple[str, ...] = ("piano",)
    simulate: int = 0
    drawn: int = 0
    shaky: int = 0
    varied: int = 0
    scores: Path | None = None
    start: Path | None = None
    steps: int = 3000
    minutes: float = math.inf
    batch: int = 16
    ticks: int = 300
    rate: float = 1.5e-3
    warm_up: int = 100
    seed: int = 1
    threads: int = 2
    device: str = "auto"
    save_every: int = 100
    size: Size = field(default_factory=Size)

    def __post_init__(self) -> None:
        if self.steps < 1 or self.batch < 1 or self.ticks < 50:
            raise UsageError("training needs at least one step of one clip of 50 ticks")
        if self.device not in {"auto", "cpu", "cuda"}:
            raise UsageError(f"device is auto, cpu or cuda, not {self.device!r}")


def train(options: TrainingOptions, watcher: Watcher = ignore_progress) -> Path:
    """Train, and give the path of the last checkpoint; a run that was stopped goes on from it.

    UsageError when there is nothing to learn from.
    """
    torch.set_num_threads(options.threads)
    device = _device(options.device)
    torch.manual_seed(options.seed)
    _simulate(options, watcher)
    network = load_network(options.start) if options.start else Foley(options.size)
    network = network.to(device)
    optimizer = torch.optim.AdamW(network.parameters(), lr=options.rate, weight_decay=0.01)
    path = options.out / CHECKPOINT
    step = _resume(path, network, optimizer, device)
    pool = _Pool(options.clips)
    started_s = time.monotonic()
    network.train()
    while step < options.steps:
        if step % options.save_every == 0:
            pool.refresh()
        share = max(step / options.steps, (time.monotonic() - started_s) / 60 / options.minutes)
        if share >= 1:
            break
        rng = np.random.default_rng([options.seed, step])
        clips = [cut(c, options.ticks, rng) for c in pool.draw(options.batch, rng)]
        batch = batch_of(clips, TAUGHT_INSTRUMENTS, rng, Losses()).to(device)
        for group in optimizer.param_groups:
            group["lr"] = options.rate * _pace(step, share, options.warm_up)
        parts = _learn(network, optimizer, batch, device)
        step += 1
        if step % 20 == 0:
            _log(options.out / LOG, step, parts, time.monotonic() - started_s)
        watcher(Progress("training", share * options.steps, options.steps))
        if step % options.save_every == 0:
            _save(path, network, optimizer, step)
    _save(path, network, optimizer, step)
    return path


def _simulate(options: TrainingOptions, watcher: Watcher) -> None:
    """Make the clips that are asked for and not there yet."""
    shelf = read_shelf(options.scores) if options.scores else None
    wanted = (
        (options.simulate, EYES),
        (options.drawn, DetectorModel(pixels=True)),
        (options.shaky, SHAKY),
        (options.varied, VARIED),
    )
    for count, eyes in wanted:
        fill(
            options.clips,
            options.instruments,
            range(count),
            shelf=shelf,
            eyes=eyes,
            on_file=lambda done, total: watcher(Progress("simulating", done, total)),
        )


def _learn(
    network: Foley, optimizer: torch.optim.Optimizer, batch: Batch, device: torch.device
) -> dict[str, torch.Tensor]:
    """One step of the optimizer; each part of the loss before it."""
    optimizer.zero_grad(set_to_none=True)
    with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
        parts = losses_of(network, batch)
        loss = torch.stack([WEIGHTS[name] * part for name, part in parts.items()]).sum()
    loss.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    return parts


def _pace(step: int, share: float, warm_up: int) -> float:
    """The learning rate's share of its peak: up in ``warm_up`` steps, then down along a cosine."""
    return min(1.0, (step + 1) / warm_up) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * share)))


class _Pool:
    """The clips on hand; those of files that appear later are taken in on `refresh`."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.read = folder, set[Path]()
        self.clips: dict[str, list[Clip]] = {}
        self.refresh()

    def refresh(self) -> None:
        for path in sorted(set(self.folder.glob("[!.]*.npz")) - self.read):
            self.read.add(path)
            for clip in read_clips(path):
                self.clips.setdefault(clip.instrument, []).append(clip)
        if not self.clips:
            raise UsageError(
                f"There are no clips to learn from in {self.folder}. Let players be simulated.",
                remedy=Remedy.SIMULATE_CLIPS,
            )

    def draw(self, count: int, rng: np.random.Generator) -> Sequence[Clip]:
        """``count`` clips: each family as often as any other but keyboards, which have keys to be
        told apart too, twice; within a family each clip alike.
        """
        families: dict[str, list[Clip]] = {}
        for name in sorted(self.clips):
            families.setdefault(INSTRUMENTS[name].family, []).extend(self.clips[name])
        names = sorted(families)
        odds = np.array([2.0 if name == "keyboard" else 1.0 for name in names])
        drawn = []
        for family in rng.choice(names, count, p=odds / odds.sum()):
            some = families[str(family)]
            drawn.append(some[int(rng.integers(len(some)))])
        return drawn


def _device(name: str) -> torch.device:
    if name == "cuda" and not torch.cuda.is_available():
        raise UsageError(
            "There is no CUDA device on this machine; train on the CPU.",
            remedy=Remedy.CHOOSE_DEVICE,
        )
    chosen = "cuda" if name != "cpu" and torch.cuda.is_available() else "cpu"
    return torch.device(chosen)


def _resume(
    path: Path, network: Foley, optimizer: torch.optim.Optimizer, device: torch.device
) -> int:
    """The step to go on from; 0 without a checkpoint."""
    if not path.exists():
        return 0
    state = torch.load(path, map_location=device, weights_only=True)
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    return int(state["step"])


def _save(path: Path, network: Foley, optimizer: torch.optim.Optimizer, step: int) -> None:
    with finished(path) as draft:
        torch.save(
            {
                "network": network.state_dict(),
                "optimizer": optimizer.state_dict(),
                "step": step,
                "size": asdict(network.size),
            },
            draft,
        )


def _log(path: Path, step: int, parts: dict[str, torch.Tensor], seconds: float) -> None:
    """One line more in the log: the step, seconds so far, and each part of the loss."""
    line = {"step": step, "seconds": round(seconds, 1)}
    line |= {name: round(float(part.detach()), 4) for name, part in parts.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as log:
        log.write(json.dumps(line) + "\n")
