"""Transformer blocks with relative positions (rotary).

Rotary positions: Su et al., RoFormer, arXiv 2104.09864.
"""

from __future__ import annotations

from functools import lru_cache

import torch
from torch import Tensor, nn
from torch.nn import functional

__all__ = ["Block"]


class Block(nn.Module):
    """Attention and a feed-forward layer, each after a norm and beside a residual."""

    def __init__(self, width: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.head_count = heads
        self.norm = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.feed = nn.Sequential(
            nn.LayerNorm(width),
            nn.Linear(width, 3 * width),
            nn.GELU(),
            nn.Linear(3 * width, width),
            nn.Dropout(dropout),
        )

    def forward(self, x: Tensor, causal: bool = False) -> Tensor:
        """``(B, T, D) -> (B, T, D)``; ``causal`` steps see only themselves and those before."""
        clips, steps, width = x.shape
        qkv = self.qkv(self.norm(x)).view(clips, steps, 3, self.head_count, -1)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)
        q, k = _turned(q), _turned(k)
        y = functional.scaled_dot_product_attention(q, k, v, is_causal=causal)
        x = x + self.out(y.transpose(1, 2).reshape(clips, steps, width))
        result: Tensor = x + self.feed(x)
        return result


def _turned(x: Tensor) -> Tensor:
    """``x (B, heads, T, d)`` turned by its position, so that only distances matter."""
    half = x.shape[3] // 2
    cos, sin = (part.to(x.dtype) for part in _angles(x.shape[2], half, x.device))
    a, b = x[..., :half], x[..., half:]
    return torch.cat([a * cos - b * sin, a * sin + b * cos], dim=3)


@lru_cache(maxsize=8)
def _angles(steps: int, half: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """Cosines and sines ``(steps, half)``: kept, since every block of a step asks for the same."""
    with torch.inference_mode(False):
        at = torch.arange(steps, device=device, dtype=torch.float32)
        rate = 10_000.0 ** (-torch.arange(half, device=device, dtype=torch.float32) / half)
        angle = at[:, None] * rate
        return angle.cos(), angle.sin()
