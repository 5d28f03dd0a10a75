"""The hand that draws scenes as SVG: lines, texts, and pixels only where there are pixels."""

from __future__ import annotations

import base64
import io
import re
from xml.etree import ElementTree

import numpy as np
import PIL.Image
import pytest

from gdstudio.pictures.figures.charts import chart_figure
from gdstudio.pictures.scene import (
    Area,
    Clip,
    Faces,
    Image,
    Label,
    Line,
    Plate,
    Rect,
    Scene,
    Shape,
    Signs,
    Strokes,
)
from gdstudio.pictures.svg.clipping import cut_polygon
from gdstudio.pictures.svg.drawing import measure, svg_of
from tests.pictures.layouts.samples import SAMPLES

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"
RED = "#c00020"


def tree(*shapes: Shape) -> ElementTree.Element:
    return ElementTree.fromstring(svg_of(Scene(100, 60, "#ffffff", shapes), "A & B", "<seed>"))


def ways(element: ElementTree.Element) -> np.ndarray:
    return np.array(re.findall(r"-?[\d.]+", element.get("d", "")), float).reshape(-1, 2)


def test_that_title_and_description_are_readable_whatever_is_in_them():
    root = tree()
    assert root.findtext(f"{SVG}title") == "A & B"
    assert root.findtext(f"{SVG}desc") == "<seed>"
    assert root.get("viewBox") == "0 0 100 60"


def test_that_a_gap_parts_a_line():
    root = tree(Line(np.array([(0, 0), (9, 9), (np.nan, 0), (20, 5), (30, 5.126)]), RED, 2.5))
    path = root.find(f"{SVG}path")
    assert path is not None
    assert path.get("d") == "M0 0L9 9M20 5L30 5.13"
    assert (path.get("stroke"), path.get("stroke-width"), path.get("fill")) == (RED, "2.5", "none")


def test_that_texts_are_texts():
    label = Label("cost −0.5·10⁻³ <", 40, 30, 12, RED, (0.5, 0.5), "strong")
    upwards = Label("accuracy", 10, 30, 12, RED, (0.5, 0.5), is_upwards=True)
    first, second = tree(label, upwards).findall(f"{SVG}text")
    assert first.text == "cost −0.5·10⁻³ <"
    assert first.get("text-anchor") == "middle"
    assert first.get("font-weight") == "bold"
    assert "rotate(-90)" in second.get("transform", "")


@pytest.mark.parametrize("anchor", [0.0, 0.25, 1.0])
def test_that_a_text_hangs_at_its_anchor(anchor):
    (text,) = tree(Label("word", 50, 20, 10, RED, (anchor, 0.0))).findall(f"{SVG}text")
    shift = 0.0 if anchor in (0.0, 1.0) else anchor * measure("word", 10)[0]
    assert float(text.get("x", "")) == pytest.approx(50 - shift, abs=0.01)


def test_that_only_pixels_become_a_picture():
    pixels = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    root = tree(Image(pixels, Rect(10, 20, 30, 20)), Plate(Rect(0, 0, 5, 5), RED))
    (image,) = root.findall(f"{SVG}image")
    kind, data = image.get(f"{XLINK}href", "").split(",")
    assert kind == "data:image/png;base64"
    shown = np.asarray(PIL.Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB"))
    assert shown.shape == (40, 60, 3)
    np.testing.assert_array_equal(shown[10::20, 10::20], pixels)


def test_that_what_lies_outside_is_cut_off_without_clipping_paths():
    clip = Rect(10, 10, 40, 30)
    root = tree(
        Clip(clip),
        Line(np.array([(0, 20), (1e300, 20)]), RED),
        Strokes(np.array([[(0, 0), (5, 5)], [(20, 0), (20, 60)]]), RED),
        Area(np.array([(0, 0), (30, 0), (30, 90)]), RED),
        Signs(np.array([(20, 20), (90, 20)]), "circle", RED, 3.0),
        Clip(None),
        Line(np.array([(0, 1), (100, 1)]), RED),
    )
    *inside, outside = root.findall(f"{SVG}path")
    assert len(inside) == 3
    for path in inside:
        places = ways(path)
        assert (places >= (10, 10)).all()
        assert (places <= (50, 40)).all()
    assert ways(outside).tolist() == [[0, 1], [100, 1]]
    assert [c.get("cx") for c in root.findall(f"{SVG}circle")] == ["20"]
    assert root.find(f".//{SVG}clipPath") is None


def test_that_a_polygon_is_cut_where_it_crosses_the_edges():
    rect = Rect(0, 0, 10, 10)
    cut = cut_polygon(np.array([(-5.0, 2), (15, 2), (15, 4), (-5, 4)]), rect)
    assert sorted(map(tuple, cut.tolist())) == [(0, 2), (0, 4), (10, 2), (10, 4)]
    assert not len(cut_polygon(np.array([(20.0, 2), (30, 2), (30, 4)]), rect))


def test_that_faces_are_polygons_in_their_order():
    places = np.array([(0, 0), (10, 0), (10, 10), (0, 10), (20, 0), (20, 10)])
    colours = np.array([(255, 0, 0), (0, 0, 255)], np.uint8)
    root = tree(Faces(places, np.array([(0, 1, 2, 3), (1, 4, 5, 2)]), colours))
    paths = root.findall(f".//{SVG}g/{SVG}path")
    assert [path.get("fill") for path in paths] == ["#ff0000", "#0000ff"]
    assert ways(paths[1]).tolist() == [[10, 0], [20, 0], [20, 10], [10, 10]]


@pytest.mark.parametrize("chart", SAMPLES, ids=lambda chart: type(chart).__name__)
def test_that_every_kind_of_chart_is_well_formed_and_has_its_texts(chart):
    figure = chart_figure(chart)
    scene = figure.scene(measure, titled=True)
    root = ElementTree.fromstring(svg_of(scene, figure.title))
    texts = [element.text for element in root.iter(f"{SVG}text")]
    assert texts == [s.text for s in scene.shapes if isinstance(s, Label)]
    images = len(list(root.iter(f"{SVG}image")))
    assert images == sum(isinstance(shape, Image) for shape in scene.shapes)
    assert b"NaN" not in svg_of(scene)
