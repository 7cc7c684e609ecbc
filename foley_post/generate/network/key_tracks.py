"""Every key of a keyboard in view along time: which ones go down, and when.

Fingertips tell which key and hardly when, a key's own pixels when and hardly which of its
neighbours: here both meet. Each of the 88 keys has a track of its own, made of its change in the
picture, of the fingertips near it and of what those fingers do; the same small convolution over
neighbouring keys and time reads all of them, so what is learned on one key holds for every other.

Shapes: B clips, T ticks, K 88 keys, F 10 fingertips, C channels.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from foley_post.core.piano import IS_BLACK
from foley_post.generate.key_layout import KEY_CENTRES
from foley_post.generate.network.layout import FINGER_REACH, UNLIKELY
from foley_post.pose.skeleton import KEY_CUES

__all__ = ["KeyTracks", "KeyboardInputs"]

_PLAIN = len(KEY_CUES) + 5


class KeyboardInputs(NamedTuple):
    """The keyboard in view: ``tips (B, T, F, 2)`` the fingertips on it, ``known (B, T, F)`` which
    of them are, ``cues (B, T, K, C_k)`` what each key shows of itself (0: not measured).
    """

    tips: Tensor
    known: Tensor
    cues: Tensor

    def there(self) -> Tensor:
        """``(B,)`` bool: whether there is a keyboard at all."""
        return self.known.any(dim=2).any(dim=1) | (self.cues != 0).flatten(1).any(dim=1)


class KeyBlock(nn.Module):
    """One step along keys and time, beside a residual."""

    def __init__(self, channels: int, dilation: int) -> None:
        super().__init__()
        self.near = nn.Conv2d(
            channels, channels, (3, 5), padding=(1, 2 * dilation), dilation=(1, dilation)
        )
        self.out = nn.Conv2d(channels, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        """``(B, C, K, T) -> (B, C, K, T)``."""
        result: Tensor = x + self.out(functional.gelu(self.near(functional.gelu(x))))
        return result


class KeyTracks(nn.Module):
    """From a `KeyboardInputs` and the fingers' own tracks to the log odds that a key goes down."""

    def __init__(self, actor_channels: int, channels: int) -> None:
        super().__init__()
        self.fingers = nn.Linear(actor_channels, channels)
        self.inlet = nn.Linear(_PLAIN + channels, channels)
        self.blocks = nn.ModuleList(KeyBlock(channels, dilation) for dilation in (1, 2, 4))
        self.head = nn.Linear(channels, 1)
        self.register_buffer("centres", torch.from_numpy(KEY_CENTRES), persistent=False)
        black = torch.from_numpy(IS_BLACK).float()
        self.register_buffer("black", black, persistent=False)
        nn.init.constant_(self.head.bias, -4.0)

    def forward(self, board: KeyboardInputs, tracks: Tensor) -> Tensor:
        """``(B, T, K)`` log odds, `UNLIKELY` in clips without a keyboard.

        ``tracks (A, B, T, C_a)``: the actors', fingertips first.
        """
        there = board.there()
        clips, ticks, keys, _ = board.cues.shape
        said = tracks.new_full((clips, ticks, keys), UNLIKELY)
        if not bool(there.any()):
            return said
        some = KeyboardInputs(*(part[there] for part in board))
        fingers = self.fingers(tracks[: some.tips.shape[2]].permute(1, 2, 0, 3)[there])
        x = self.inlet(self._shown(some, fingers)).permute(0, 3, 2, 1)
        for block in self.blocks:
            x = block(x)
        heard = self.head(x.permute(0, 3, 2, 1))[..., 0]
        return said.index_put((torch.nonzero(there)[:, 0],), heard.to(said.dtype))

    def _shown(self, board: KeyboardInputs, fingers: Tensor) -> Tensor:
        """``(B, T, K, C_k + 5 + C)``: the key's cues, whether it is black, the nearest fingertip's
        place on it and how near it is, and what the fingers near it do.
        """
        aside = torch.as_tensor(self.centres) - board.tips[..., :1]
        far = aside.abs().masked_fill(~board.known[..., None], 9.0)
        nearness = torch.exp(-((far / FINGER_REACH) ** 2))
        nearest, who = far.min(dim=2)
        own = aside.gather(2, who[:, :, None])[:, :, 0]
        depth = board.tips[..., 1:].expand_as(aside).gather(2, who[:, :, None])[:, :, 0]
        close = (nearest < 3.0).to(own.dtype)
        black = torch.as_tensor(self.black).expand_as(own)
        plain = [
            black,
            own.clamp(-3, 3) * close,
            depth.clamp(-2, 3) * close,
            torch.exp(-nearest),
            nearness.sum(dim=2).clamp(max=3),
        ]
        doing = torch.einsum("btfk,btfc->btkc", nearness, fingers)
        return torch.cat([board.cues, torch.stack(plain, dim=3), doing], dim=3)
