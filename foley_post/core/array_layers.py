"""The layers that networks are made of, in plain arrays: what torch computes, without torch.

Everything is float32. Products go through the machine's BLAS; what is done number by number is done
in pieces that stay in the processor's cache, which is what makes it as fast as a framework.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["Layers", "Linear", "along_ticks", "gelu", "layer_norm", "log_sum_exp", "softmax"]

Floats = npt.NDArray[np.float32]

_PIECE = 1 << 15
_NORM_LEAST = np.float32(1e-5)
_ERF_FAR = np.float32(4.0)
"""Beyond it float32 has no number between erf and 1."""
_ERF_ABOVE = (
    -2.72614225801306e-10, 2.77068142495902e-08, -2.10102402082508e-06, -5.69250639462346e-05,
    -7.34990630326855e-04, -2.95459980854025e-03, -1.60960333262415e-02,
)  # fmt: skip
_ERF_BELOW = (
    -1.45660718464996e-05, -2.13374055278905e-04, -1.68282697438203e-03, -7.37332916720468e-03,
    -1.42647390514189e-02,
)  # fmt: skip
"""A rational approximation of erf(x) / x in x squared, exact to two units in the last place of
float32 (Eigen's, MPL 2.0; the coefficients are facts)."""


class Linear(NamedTuple):
    """``weight (inputs, outputs)``, ``bias (outputs,)``."""

    weight: Floats
    bias: Floats

    def __call__(self, x: Floats) -> Floats:
        """``(..., inputs)`` to ``(..., outputs)``."""
        result: Floats = x @ self.weight
        result += self.bias
        return result


class Layers:
    """A network's arrays by name, taken one after the other."""

    def __init__(self, arrays: Mapping[str, Floats]) -> None:
        self._arrays = dict(arrays)

    def array(self, name: str) -> Floats:
        """One array. KeyError when it is not there, or was taken."""
        return self._arrays.pop(name)

    def linear(self, name: str) -> Linear:
        """A linear layer, or a convolution as the product it is: ``(taps * inputs, outputs)``, the
        taps in order of time and every tap's inputs together.
        """
        weight = self._arrays.pop(f"{name}.weight")
        if weight.ndim > 2:
            weight = np.moveaxis(weight, 1, -1).reshape(len(weight), -1)
        return Linear(np.ascontiguousarray(weight.T), self._arrays.pop(f"{name}.bias"))

    def norm(self, name: str) -> Linear:
        """The weight and bias of a `layer_norm`."""
        return Linear(self._arrays.pop(f"{name}.weight"), self._arrays.pop(f"{name}.bias"))

    def under(self, prefix: str) -> Layers:
        """The arrays whose names begin with ``prefix.``, under the rest of their names; taken."""
        names = [name for name in self._arrays if name.startswith(f"{prefix}.")]
        return Layers({name[len(prefix) + 1 :]: self._arrays.pop(name) for name in names})

    def rest(self) -> dict[str, Floats]:
        """What nobody took yet, by name."""
        return dict(self._arrays)


def layer_norm(x: Floats, norm: Linear) -> Floats:
    """``(..., C)`` to the same: mean 0 and spread 1 over the last axis, then scaled."""
    flat = x.reshape(-1, x.shape[-1])
    mean = np.full((x.shape[-1], 1), 1 / x.shape[-1], dtype=np.float32)
    result = flat - flat @ mean  # sums by products: a fourth of the time of `mean`
    result /= np.sqrt((result * result) @ mean + _NORM_LEAST)
    result *= norm.weight
    result += norm.bias
    return result.reshape(x.shape)


def gelu(x: Floats) -> Floats:
    """``x * Phi(x)`` with the exact normal distribution (no tanh)."""
    result = np.empty_like(x)
    flat, told = x.reshape(-1), result.reshape(-1)
    for first in range(0, len(flat), _PIECE):
        piece = flat[first : first + _PIECE]
        at = np.clip(piece * np.float32(0.7071067811865476), -_ERF_FAR, _ERF_FAR)
        square = at * at
        above = _polynomial(_ERF_ABOVE, square)
        above *= at
        above /= _polynomial(_ERF_BELOW, square)
        above += np.float32(1)
        above *= piece
        above *= np.float32(0.5)
        told[first : first + _PIECE] = above
    return result


def softmax(x: Floats, axis: int = -1) -> Floats:
    """Shares that add up to 1 along ``axis``."""
    odds: Floats = np.exp(x - x.max(axis=axis, keepdims=True))
    odds /= odds.sum(axis=axis, keepdims=True)
    return odds


def log_sum_exp(x: Floats, axis: int) -> Floats:
    """The logarithm of the sum of exponentials along ``axis``."""
    most = x.max(axis=axis, keepdims=True)
    result: Floats = np.log(np.exp(x - most).sum(axis=axis)) + np.squeeze(most, axis)
    return result


def along_ticks(x: Floats, taps: int, dilation: int = 1) -> Floats:
    """``(N, T, C)`` to ``(N, T, taps * C)``: each tick with those around it, zeros beyond."""
    number, ticks, channels = x.shape
    reach = taps // 2 * dilation
    result = np.zeros((number, ticks, taps, channels), dtype=np.float32)
    for tap in range(taps):
        shift = tap * dilation - reach
        first, last = max(0, -shift), min(ticks, ticks - shift)
        if first < last:
            result[:, first:last, tap] = x[:, first + shift : last + shift]
    return result.reshape(number, ticks, taps * channels)


def _polynomial(factors: tuple[float, ...], x: Floats) -> Floats:
    """Horner's rule, in place; the highest power first."""
    result = np.full_like(x, factors[0])
    for factor in factors[1:]:
        result *= x
        result += np.float32(factor)
    return result
