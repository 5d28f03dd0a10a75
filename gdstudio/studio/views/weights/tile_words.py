"""What the tiles of a mosaic, and the places in them, are called."""

from __future__ import annotations

from gdstudio.learning.lstm import GATES
from gdstudio.pictures.mosaic import Mosaic, TileKind, Tiles
from gdstudio.studio.translation import tr


def tile_name(mosaic: Mosaic | Tiles, tile: int) -> str:
    """Return "neuron 3", "filter 3" or "forget gate"."""
    if mosaic.kind is TileKind.FILTER:
        return tr("filter {0}").format(tile)
    if mosaic.kind is TileKind.NEURON:
        return tr("neuron {0}").format(tile)
    if mosaic.kind is TileKind.MAP:
        return tr("map {0}").format(tile)
    if mosaic.neurons != len(GATES):
        return tr("input weights")
    names = {
        "input": tr("input gate"),
        "forget": tr("forget gate"),
        "output": tr("output gate"),
        "candidate": tr("candidate"),
    }
    return names[GATES[tile]]


def place_names(mosaic: Mosaic | Tiles, tile: int, row: int, column: int) -> tuple[str, str]:
    """Return where a weight stands, in words and shorter."""
    name = tile_name(mosaic, tile)
    if mosaic.kind is TileKind.GATE:
        long, short = tr("{0}, unit {2}, pixel {1} of a row"), tr("{0}, unit {2}, pixel {1}")
    elif mosaic.kind is TileKind.FILTER:
        long, short = tr("{0}, place (row {1}, column {2})"), tr("{0} ({1}, {2})")
    elif mosaic.kind is TileKind.MAP:
        long, short = tr("{0}, row {1}, column {2}"), tr("{0} ({1}, {2})")
    else:
        long, short = tr("{0}, pixel (row {1}, column {2})"), tr("{0} ({1}, {2})")
    return long.format(name, row, column), short.format(name, row, column)


def tiles_described(mosaic: Mosaic | Tiles) -> str:
    """Return how many tiles there are and which keys reach them."""
    text = {
        TileKind.NEURON: tr("{0} hidden neurons; arrow keys move, Enter enlarges"),
        TileKind.FILTER: tr("{0} filters; arrow keys move, Enter enlarges"),
        TileKind.GATE: tr("{0} gates; arrow keys move, Enter enlarges"),
        TileKind.MAP: tr("{0} feature maps; arrow keys move, Enter enlarges"),
    }
    return text[mosaic.kind].format(mosaic.neurons)


def hints(mosaic: Mosaic | Tiles) -> tuple[str, ...]:
    """Return what one can do while all tiles of weights are shown, longest first."""
    if mosaic.kind is TileKind.GATE and mosaic.neurons == 1:
        return tr("down the pixels of a row, across the units"), ""
    long = {
        TileKind.NEURON: tr("point at a pixel to read it, click to enlarge a neuron"),
        TileKind.FILTER: tr("point at a weight to read it, click to enlarge a filter"),
        TileKind.GATE: tr("down the pixels of a row, across the units; click to enlarge a gate"),
    }
    return long[mosaic.kind], tr("point to read, click to enlarge"), ""


def hints_enlarged(mosaic: Mosaic | Tiles, tile: int) -> tuple[str, ...]:
    """Return what one can do while a tile is enlarged, longest first."""
    name = tile_name(mosaic, tile)
    long = tr("{0}; click or Esc shows all, arrow keys show its neighbours")
    return long.format(name), name


def capitalised(text: str) -> str:
    """Return "neuron 3" as "Neuron 3"."""
    return text[:1].upper() + text[1:]
