"""What a player looks like: skin, hair, clothes and shoes as layers of the body's mesh."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from foley_post.simulation.body.rig import CLOTHES, EYES, LASHES, SHOES, SKIN, BodyMesh
from foley_post.simulation.body.rotations import Floats, unit
from foley_post.simulation.renderer.props.mesh import Colour, Material, Mesh

__all__ = ["Figure", "Look", "dressed", "figure_mesh"]

Ints = npt.NDArray[np.int64]

_HAIR_M = 0.013
_SHIRT_M = 0.009
_TROUSERS_M = 0.004


@dataclass(frozen=True, slots=True)
class Look:
    """Colours, and how long the sleeves are (0 at the elbow, 1 at the wrist)."""

    skin: Colour = (0.80, 0.58, 0.46)
    shirt: Colour = (0.20, 0.33, 0.42)
    trousers: Colour = (0.14, 0.14, 0.17)
    hair: Colour = (0.14, 0.09, 0.065)
    shoes: Colour = (0.06, 0.05, 0.05)
    sleeve: float = 0.42


@dataclass(frozen=True, slots=True)
class Figure:
    """A body's surfaces, in the order of one vertex list.

    ``source (K,)``: the body's vertex each of the figure's K vertices follows; ``lift_m (K,)``: how
    far above it; ``edge (K,)``, ``colours (K, 3)``; ``grain (K, 3)``: its place at rest;
    ``triangles (M, 3)`` and ``materials (M,)``.
    """

    source: Ints
    lift_m: Floats
    edge: Floats
    colours: Floats
    grain: Floats
    triangles: Ints
    materials: Ints


@dataclass(frozen=True, slots=True)
class _Layer:
    """Triangles of the body, how far above it ``(N,)``, where they end ``(N,)``, their look."""

    triangles: Ints
    lift_m: Floats
    edge: Floats
    colours: Floats
    material: int
    grain: Floats | None = None


def dressed(body: BodyMesh, look: Look) -> Figure:
    """The body's layers, clothed and coloured."""
    layers = [
        _plain(body, SKIN, _face_colours(body, look), Material.SKIN),
        _plain(body, EYES, _eye_colours(body), Material.EYE),
        _plain(body, LASHES, _flat(body, (0.22, 0.14, 0.10)), Material.PLAIN),
        _plain(body, SHOES, _flat(body, look.shoes), Material.LACQUER, lift_m=0.006),
        _hair(body, look),
        *_clothes(body, look),
    ]
    return _joined(body, layers)


def figure_mesh(figure: Figure, surface: Floats, triangles: Ints) -> Mesh:
    """The figure on the body's ``surface (N, 3)``, whose ``triangles`` give the normals."""
    from foley_post.simulation.renderer.raster import smooth_normals

    normals = np.zeros(surface.shape, np.float32)
    smooth_normals(surface.astype(np.float32), triangles.astype(np.int32), normals)
    normal = normals[figure.source].astype(np.float64)
    return Mesh(
        surface[figure.source] + normal * figure.lift_m[:, None],
        figure.triangles,
        normals=normal,
        colours=figure.colours,
        grain=figure.grain,
        edge=figure.edge,
        materials=figure.materials,
    )


def _joined(body: BodyMesh, layers: list[_Layer]) -> Figure:
    sources, triangles, start = [], [], 0
    for layer in layers:
        used, packed = np.unique(layer.triangles, return_inverse=True)
        sources.append(used)
        triangles.append(packed.reshape(-1, 3) + start)
        start += len(used)
    pairs = list(zip(layers, sources, strict=True))
    source = np.concatenate(sources)
    return Figure(
        source,
        np.concatenate([layer.lift_m[used] for layer, used in pairs]),
        edge=np.concatenate([layer.edge[used] for layer, used in pairs]),
        colours=np.concatenate([layer.colours[used] for layer, used in pairs]),
        grain=np.concatenate(
            [(body.vertices if layer.grain is None else layer.grain)[used] for layer, used in pairs]
        ),
        triangles=np.concatenate(triangles),
        materials=np.concatenate(
            [np.full(len(layer.triangles), layer.material, np.int64) for layer in layers]
        ),
    )


def _flat(body: BodyMesh, colour: Colour) -> Floats:
    return np.tile(np.array(colour, float), (len(body.vertices), 1))


def _plain(
    body: BodyMesh, part: int, colours: Floats, material: int, *, lift_m: float = 0.0
) -> _Layer:
    count = len(body.vertices)
    return _Layer(
        body.triangles[body.parts == part],
        np.full(count, lift_m),
        edge=np.ones(count),
        colours=colours,
        material=material,
    )


def _eye_level(body: BodyMesh) -> Floats:
    """Between the eyes' fronts, at rest."""
    place: Floats = body.vertices[body.landmarks[1:3]].mean(0)
    return place


def _face_colours(body: BodyMesh, look: Look) -> Floats:
    """Skin with lips, brows and eyelids painted in."""
    colours = _flat(body, look.skin)
    skin, hair = np.array(look.skin), np.array(look.hair)
    nose, eyes = body.vertices[body.landmarks[0]], _eye_level(body)
    half = float(body.vertices[body.landmarks[2], 0])

    def touch(place: Floats, size: tuple[float, float, float], colour: Floats, sharp: int) -> None:
        distance = np.linalg.norm((body.vertices - place) / np.array(size), axis=1)
        share = 0.9 * np.exp(-(distance**sharp))[:, None]
        colours[:] = colours * (1 - share) + colour * share

    mouth = np.array([0.0, nose[1] - 0.036, nose[2] - 0.012])
    touch(mouth, (0.025, 0.010, 0.022), skin * [0.86, 0.64, 0.66], 4)
    for sign in (1.0, -1.0):
        eye = np.array([sign * half, eyes[1], eyes[2]])
        touch(eye + np.array([sign * 0.004, 0.024, 0.008]), (0.022, 0.006, 0.03), hair * 1.1, 4)
        touch(eye, (0.020, 0.010, 0.018), skin * 0.86, 2)
    return colours


def _eye_colours(body: BodyMesh) -> Floats:
    """White, iris and pupil, by how far a vertex looks forward from the eye's middle."""
    colours = _flat(body, (0.92, 0.91, 0.89))
    eyes = np.unique(body.triangles[body.parts == EYES])
    for sign in (1.0, -1.0):
        ball = eyes[sign * body.vertices[eyes, 0] > 0]
        ahead = unit(body.vertices[ball] - body.vertices[ball].mean(0))[:, 2]
        colours[ball[ahead > 0.86]] = (0.25, 0.16, 0.10)
        colours[ball[ahead > 0.985]] = (0.02, 0.02, 0.02)
    return colours


def _hair(body: BodyMesh, look: Look) -> _Layer:
    """A cap above the scalp that ends at hairline, ears and nape."""
    up, ahead = ((body.vertices - _eye_level(body))[:, k] for k in (1, 2))
    aside = np.abs(body.vertices[:, 0])
    front = (up - 0.078 + 0.15 * aside - 0.80 * ahead) / 1.29
    low = np.interp(ahead, [-0.175, -0.145, -0.125, -0.07], [-0.075, -0.06, -0.022, -0.012])
    ear = np.abs(body.vertices[body.landmarks[4]] - _eye_level(body))
    clear = np.hypot(up + ear[1] + 0.004, ahead + ear[2] + 0.004) - 0.034
    clear = np.where(aside > 0.066, clear, 1.0)
    ragged = 0.006 * np.sin(1e4 * np.arange(len(up)))
    edge = np.minimum(np.minimum(front + ragged, up - low), clear)
    edge = np.where(body.moved_by(("head",)), edge, -0.05)
    edge = np.where(body.moved_by(("neck",)) & (ahead < -0.1), up - low, edge)
    lift = _HAIR_M * np.sqrt(np.clip(edge / 0.03, 0.0, 1.0)) + 0.001
    skin = body.triangles[body.parts == SKIN]
    return _Layer(
        skin[(edge[skin] > 0).any(1)],
        lift,
        edge=edge,
        colours=_flat(body, look.hair),
        material=Material.HAIR,
        grain=_strands(body),
    )


def _strands(body: BodyMesh) -> Floats:
    """A texture's place that runs along the hair: down from the crown on all sides."""
    place = body.vertices - _eye_level(body) - [0.0, 0.02, -0.10]
    around = np.arctan2(place[:, 0], place[:, 2])
    down = np.arctan2(np.hypot(place[:, 0], place[:, 2]), place[:, 1])
    strands: Floats = 0.09 * np.stack([around, down, np.zeros_like(down)], axis=1)
    return strands


def _clothes(body: BodyMesh, look: Look) -> tuple[_Layer, _Layer]:
    """Trousers, and a shirt over them that ends at the collar, the sleeves and below the waist."""
    cloth = body.triangles[body.parts == CLOTHES]
    place = body.vertices
    waist = float(body.head("upperleg01.L")[1])
    collar = body.head("neck01") + np.array([0.0, 0.012, 0.02])
    edge = (collar - place) @ unit(np.array([0.0, 1.0, 0.6]))
    for side, sign in (("L", 1.0), ("R", -1.0)):
        elbow = body.head(f"lowerarm01.{side}")
        arm = body.span(f"lowerarm01.{side}", f"wrist.{side}")
        length = float(np.linalg.norm(arm))
        along = (place - elbow) @ (arm / length)
        near = (sign * place[:, 0] > 0.1) & (place[:, 1] > waist)
        edge = np.where(near, np.minimum(edge, look.sleeve * length - along), edge)
    shirt = np.minimum(edge, place[:, 1] - waist - 0.06)
    count = len(place)
    return (
        _Layer(
            cloth,
            np.full(count, _TROUSERS_M),
            edge=np.where(np.abs(place[:, 0]) < 0.3, waist + 0.16 - place[:, 1], -1.0),
            colours=_flat(body, look.trousers),
            material=Material.CLOTH,
        ),
        _Layer(
            cloth,
            np.full(count, _SHIRT_M),
            edge=shirt,
            colours=_flat(body, look.shirt),
            material=Material.CLOTH,
        ),
    )
