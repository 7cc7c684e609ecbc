"""Runs every measurement, one after another: `python -m benchmarks [NAME ...]`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent


def main(wanted: list[str]) -> int:
    """Run the named measurements, or all; 1 when any of them failed."""
    names = sorted(f.stem for f in FOLDER.glob("*.py") if not f.stem.startswith("_"))
    unknown = set(wanted) - set(names)
    if unknown:
        print(f"no measurement called {', '.join(sorted(unknown))}; there are {', '.join(names)}")
        return 2
    failed = []
    for name in wanted or names:
        print(f"\n===== benchmarks.{name} =====", flush=True)
        done = subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False)
        if done.returncode:
            failed.append(name)
    if failed:
        print(f"\nfailed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
