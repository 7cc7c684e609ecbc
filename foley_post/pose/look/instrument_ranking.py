"""What a player's picture says of the instrument."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["InstrumentRanking"]


@dataclass(frozen=True, slots=True)
class InstrumentRanking:
    """Which instrument is seen, and how surely.

    ``candidates``: instruments of the table with their probabilities, likeliest first; what is
    missing to 1 is the chance that it is none of them. ``object_name``: what the picture shows in
    plain English ("marimba"), empty when no instrument is seen; ``stands_in`` says that the
    likeliest instrument is only the nearest voice for that object. ``evidence`` 0..1: how much of
    the picture around the player is taken for a musical instrument at all.
    """

    candidates: tuple[tuple[str, float], ...]
    object_name: str = ""
    stands_in: bool = False
    evidence: float = 0.0

    def __post_init__(self) -> None:
        shares = [share for _, share in self.candidates]
        if shares != sorted(shares, reverse=True) or sum(shares) > 1 + 1e-6:
            raise ValueError(f"no ranking of probabilities: {self.candidates}")

    @property
    def best(self) -> tuple[str, float]:
        """The likeliest instrument and its probability; empty and 0 when there is none."""
        return self.candidates[0] if self.candidates else ("", 0.0)

    def __str__(self) -> str:
        """Like ``cello 0.71, double bass 0.20``."""
        return ", ".join(
            f"{n.replace('_', ' ')} {p:.2f}" for n, p in self.candidates[:3] if p >= 0.05
        )
