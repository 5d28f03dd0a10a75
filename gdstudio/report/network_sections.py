"""What a report tells of the network: loss surface, first weights, confusion, mistakes, drawing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.files.run_file import RunFile
from gdstudio.learning.first_layer import first_layer
from gdstudio.learning.moment import Kind, Moment
from gdstudio.numerals import cost, numeral, percent, whole
from gdstudio.pictures.mosaic import TileKind
from gdstudio.report.asking import Answered, SeenInWindow
from gdstudio.report.figures import (
    MOST_TILES,
    answer_figure,
    confusion_figure,
    plane_figure,
    relief_figure,
    weights_figure,
)
from gdstudio.report.markup import Markup, element, joined, named, table
from gdstudio.report.parts import digit, listed, picture, section

_MOST_COLUMNS: Final = 12  # classes of a confusion matrix that fits a page as a table
_SHARES: Final = ("sigmoid", "softmax")  # activations between 0 and 1
_NAMES: Final = {
    TileKind.NEURON: "neuron",
    TileKind.FILTER: "filter",
    TileKind.GATE: "gate",
}


def surface_section(found: Answered) -> Markup:
    """Return the loss surface around the network, and how true the picture is."""
    surface, grid = found.surface, found.surface.grid
    there, span = grid.cost[np.isfinite(grid.cost)], "too large for a number everywhere"
    if there.size:
        span = f"from {numeral(float(there.min()))} to {numeral(float(there.max()))}"
    kind, size = surface.request.kind, len(grid.alpha)
    command = f"gdstudio surface RUN.gdrun --plane {kind} --size {size} --examples {grid.examples}"
    about = element(
        "p",
        "The cost on the plane through this network along ",
        f"{surface.plane.u.name} (across) and {surface.plane.v.name} (up), at "
        f"{size} × {len(grid.beta)} points, each a mean over {whole(grid.examples)} training "
        f"examples: {span}. The same plane: ",
        element("code", command),
    )
    words = f"Costs around the network, {span}"
    has_path = found.honesty is not None
    above = picture(
        plane_figure(surface, found.honesty),
        f"{words}, seen from above, with lines of equal cost.",
        "From above: colours and lines of equal cost, "
        f"{'the path of the run, ' if has_path else ''}and where it stands.",
    )
    relief = picture(
        relief_figure(surface, found.honesty),
        f"{words}, in relief.",
        "In relief: the ball is the network"
        f"{', the line its path as far as the plane shows it' if has_path else ''}.",
    )
    honest = element("p", joined(_honesty(found), " "), class_="note")
    return section("surface", "Loss surface", about, above, relief, honest)


def _honesty(found: Answered) -> Iterator[str]:
    yield "How true this is:"
    true = found.honesty
    if true is None:
        yield "the file holds no path of the run to compare the picture with."
        return
    yield (
        f"{percent(true.path.share)} of the path's movement lies in this plane; its true cost and "
        f"the picture's differ by up to {cost(true.path.largest_gap)}."
    )
    own, chance = found.surface.explained, true.chance
    if own is not None and chance is not None:
        yield (
            f"The two directions explain {percent(own[0], 1)} and {percent(own[1], 1)} of its "
            f"variance; those of a random walk of the same steps explain "
            f"{percent(float(chance[0]), 1)} and {percent(float(chance[1]), 1)} of that walk's."
        )


def weights_section(found: Answered) -> Markup:
    """Return the weights of the first layer as pictures."""
    subject = found.subject
    layer = first_layer(subject.make_network(), subject.in_shape)
    name = _NAMES.get(layer.kind, "neuron")
    caption = f"One picture for each {name}, a pixel a weight: blue above 0, orange below, white 0."
    if layer.n_tiles > MOST_TILES:
        caption += f" The first {MOST_TILES} of {whole(layer.n_tiles)}."
    about = f"The weights of {min(layer.n_tiles, MOST_TILES)} {name}s as pictures in two colours."
    shown = picture(weights_figure(layer, subject), about, caption)
    return section("weights", "Weights of the first layer", shown)


def confusion_section(found: Answered) -> Markup:
    """Return how good the network is on test digits, and what it takes for what."""
    counts, names = found.evaluation.confusion, found.test.names
    good = f"accuracy {percent(found.evaluation.accuracy)}, cost {cost(found.evaluation.cost)}"
    about = element("p", f"On {whole(len(found.test))} test digits: {good}.")
    shown = picture(
        confusion_figure(counts, names),
        "Counts of answers, rows are labels and columns answers; the table below holds the same.",
        "Rows are labels, columns answers. Mistakes are coloured by their number.",
    )
    parts = _matrix(counts.tolist(), names) if len(names) <= _MOST_COLUMNS else None
    classes = table(
        "Each class",
        ("Class", "Digits", "Right", "Most often taken for (times)"),
        _class_rows(counts, names),
        "numbers",
    )
    return section("confusion", "Test digits", about, shown, parts, classes)


def _matrix(counts: list[list[int]], names: tuple[str, ...]) -> Markup:
    """Return the confusion matrix in numbers."""
    rows = [
        (named(name), *(_count(count, is_right=k == j) for j, count in enumerate(row)))
        for k, (name, row) in enumerate(zip(names, counts, strict=True))
    ]
    heads = ("", *(named(name) for name in names))
    return table("The same in numbers", heads, rows, "matrix")


def _count(count: int, *, is_right: bool) -> Markup:
    """Return a count: right answers stand out, zeros stand back."""
    return element("b" if is_right else "span" if count else "i", count)


def _class_rows(counts: NDArray[np.int64], names: tuple[str, ...]) -> Iterator[tuple[object, ...]]:
    for k, (name, row) in enumerate(zip(names, counts, strict=True)):
        total = int(row.sum())
        others = np.where(np.arange(len(row)) == k, 0, row)
        worst = int(others.argmax())
        wrong: object = "–"
        if others[worst]:
            wrong = joined((named(names[worst]), f" ({whole(int(others[worst]))})"))
        right = percent(int(row[k]) / total) if total else "–"
        yield named(name), whole(total), right, wrong


def mistakes_section(found: Answered, most: int) -> Markup:
    """Return the digits answered wrong with the highest outputs."""
    answers, names = found.answers, found.test.names
    wrong = answers.mistakes()
    if not len(wrong):
        said = element("p", "Not one of these digits was answered wrong.", class_="none")
        return section("mistakes", "Worst mistakes", said)
    shown = wrong[:most].tolist()
    about = element(
        "p",
        f"{whole(len(wrong))} of {whole(len(found.test))} digits were answered wrong; here are "
        f"the {whole(len(shown))} of which the network was surest.",
    )
    items = []
    for index, pixels in zip(shown, found.test.pictures(wrong[:most]), strict=True):
        label, answer = (names[int(k[index])] for k in (found.test.labels, answers.answers))
        output = _output(float(answers.outputs[index]), found)
        words = f"Test digit {index}: {label}, answered {answer}, output {output}"
        said = joined((named(label), " → ", named(answer), element("br"), element("small", output)))
        under = element("figcaption", said)
        items.append(element("li", element("figure", digit(pixels, words), under)))
    gallery = element("ul", joined(items), class_="gallery")
    key = element("p", "Below each: its label → the answer, and the output.", class_="note")
    return section("mistakes", "Worst mistakes", about, gallery, key)


def _output(value: float, found: Answered) -> str:
    """Return an output in words: in percent where it cannot leave [0, 1]."""
    is_share = found.subject.recipe.output_activation in _SHARES
    return percent(value, 1) if is_share else numeral(value, 4)


def shown_section(run: RunFile, seen: SeenInWindow | None, names: tuple[str, ...]) -> Markup:
    """Return what the window showed, and which moments of the run are marked."""
    parts = list(_seen(seen, names)) if seen is not None else []
    marks = [] if run.moments is None else [one for one in run.moments if _reasons(one)]
    if marks:
        rows = [
            (whole(one.step), named(one.name) if one.name else "–", ", ".join(_reasons(one)))
            for one in marks
        ]
        parts.append(table("Marked moments", ("Update", "Name", "What happened"), rows))
    if not parts:
        parts.append(element("p", "No moment of this run has a name or a mark.", class_="none"))
    return section("shown", "What was shown", *parts)


def _seen(seen: SeenInWindow, names: tuple[str, ...]) -> Iterator[Markup]:
    if seen.network:
        yield element("p", "The window showed ", named(seen.network), ".")
    if seen.edits:
        yield element("p", "with these edits:")
        yield listed(named(one) for one in seen.edits)
    if seen.pixels is not None and seen.pixels.any():
        about = seen.about or "a drawing"
        yield element("p", digit(seen.pixels, f"The digit on the canvas: {about}"), class_="drawn")
        if seen.outputs is not None:
            best = names[int(np.argmax(seen.outputs))]
            words = f"The digit on the canvas, {about}, is answered with {best}."
            yield picture(answer_figure(seen.outputs, names), words, words)


def _reasons(moment: Moment) -> list[str]:
    """Return why a moment is marked, in words; nothing for what the clock alone has marked."""
    words = {
        Kind.NAMED: "named",
        Kind.RATE_CHANGED: "learning rate changed",
        Kind.LAYERS_FROZEN: "other layers frozen",
        Kind.EDITED: "edited by hand",
        Kind.BRANCHED: "another run begins here",
    }
    return [said for kind, said in words.items() if kind in moment.kind]
