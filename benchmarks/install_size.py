"""How large an install is, by what is asked for. `python -m benchmarks.install_size`

Counts the files of every package that pip would install with Foley Post, as they stand in this
environment.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, distribution

from packaging.requirements import Requirement

from benchmarks.record import record

ASKED = {
    "foley-post": (),
    "foley-post[gpu] (with PyTorch)": ("gpu",),
    "foley-post[train,simulate]": ("train", "simulate"),
}


def closure(extras: tuple[str, ...]) -> set[str]:
    """The names of all packages that an install with those extras holds."""
    found: set[str] = set()
    todo = [("foley-post", extras)]
    while todo:
        name, wanted = todo.pop()
        try:
            needs = distribution(name).requires or []
        except PackageNotFoundError:
            continue
        for text in needs:
            need = Requirement(text)
            asked = any(
                need.marker is None or need.marker.evaluate({"extra": extra})
                for extra in ("", *wanted)
            )
            key = need.name.lower().replace("_", "-")
            if asked and key not in found:
                found.add(key)
                todo.append((key, tuple(need.extras)))
    return found


def size_mb(name: str) -> float:
    """What a package's files take, in MB."""
    try:
        files = distribution(name).files or []
    except PackageNotFoundError:
        return 0.0
    return sum(f.locate().stat().st_size for f in files if f.locate().is_file()) / 1e6  # type: ignore[attr-defined]


def main() -> None:
    """Count and keep."""
    rows = []
    for label, extras in ASKED.items():
        sizes = sorted(((size_mb(name), name) for name in closure(extras)), reverse=True)
        largest = ", ".join(f"{name} {mb:.0f}" for mb, name in sizes[:4])
        rows.append((label, len(sizes), round(sum(mb for mb, _ in sizes)), largest))
    record(
        "install_size",
        "the program",
        "python -m benchmarks.install_size",
        columns=("asked of pip", "packages", "MB on disk", "the largest, MB"),
        rows=rows,
        notes=("PyTorch is counted as its build without CUDA, the smallest there is.",),
    )


if __name__ == "__main__":
    main()
