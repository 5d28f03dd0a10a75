"""The parts of a page that several sections have: pictures, digits and lists of facts."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from gdstudio.pictures.figure import Figure
from gdstudio.pictures.svg.drawing import measure, svg_element
from gdstudio.report.figures import digit_png
from gdstudio.report.markup import Markup, data_uri, element, joined


def section(key: str, title: str, *content: object) -> Markup:
    """Return a section with its heading, which can be linked to by its key."""
    return element("section", element("h2", title), "\n", *content, id=key)


def picture(figure: Figure, about: str, caption: object) -> Markup:
    """Return a figure in lines.

    Args:
        figure: What is drawn.
        about: What it shows, for those who do not see it.
        caption: What stands below it.
    """
    drawn = Markup(svg_element(figure.scene(measure), figure.title, about, role="img"))
    return element("figure", drawn, element("figcaption", caption))


def digit(pixels: NDArray[np.uint8], about: str) -> Markup:
    """Return a digit, shape (rows, columns); `about` says what it is."""
    rows, columns = pixels.shape
    source = data_uri(digit_png(pixels), "image/png")
    return element("img", src=source, alt=about, width=2 * columns, height=2 * rows, class_="digit")


def facts(pairs: Iterable[tuple[str, object]], kind: str = "facts") -> Markup:
    """Return names with values, as a list."""
    told = (element("div", element("dt", name), element("dd", value)) for name, value in pairs)
    return element("dl", joined(told), class_=kind)


def listed(items: Iterable[object]) -> Markup:
    """Return a list with bullets."""
    return element("ul", joined(element("li", item) for item in items))
