"""A look at every player of a shot: which instrument is seen around each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from foley_post.pose.backends.networks import KeypointNetworks
from foley_post.pose.look.crops import classifier_input, frame_square, player_squares
from foley_post.pose.look.instrument_ranking import InstrumentRanking
from foley_post.pose.look.moments import KeptPicture
from foley_post.pose.look.posture import sibling_odds
from foley_post.pose.look.ranking import ranked

__all__ = ["NETWORK", "class_scores", "instrument_rankings"]

Floats = npt.NDArray[np.float64]

NETWORK = "look"


def instrument_rankings(
    nets: KeypointNetworks,
    pictures: Sequence[KeptPicture],
    players: Sequence[npt.NDArray[np.float32]],
    keyboards: Sequence[bool],
) -> tuple[InstrumentRanking, ...]:
    """What each of ``players`` (``(T, 67, 3)`` poses each) is seen with; ``keyboards`` says at
    which of them a keyboard was found. Who is alone has the whole picture looked at too.
    """
    found = []
    for poses, keyboard in zip(players, keyboards, strict=True):
        scores = _player_scores(nets, pictures, poses, alone=len(players) == 1)
        found.append(ranked(scores, odds=sibling_odds(poses), keyboard=keyboard))
    return tuple(found)


def class_scores(nets: KeypointNetworks, inputs: npt.NDArray[np.float32]) -> Floats:
    """The probabilities ``(N, 1000)`` of ImageNet's classes for inputs of
    `crops.classifier_input`.
    """
    if not len(inputs):
        return np.zeros((0, 1000))
    (logits,) = nets.run(NETWORK, inputs)
    powers = np.exp(logits.astype(np.float64) - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def _player_scores(
    nets: KeypointNetworks,
    pictures: Sequence[KeptPicture],
    poses: npt.NDArray[np.float32],
    *,
    alone: bool,
) -> Floats:
    inputs = []
    for picture in pictures:
        height, width = picture.image.shape[:2]
        squares = player_squares(poses[picture.number], height)
        if alone:
            squares = (*squares, frame_square(width, height))
        if squares:
            inputs.append(classifier_input(picture.image, squares))
    return class_scores(
        nets, np.concatenate(inputs) if inputs else np.zeros((0, 1, 1, 3), np.float32)
    )
