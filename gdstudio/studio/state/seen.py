"""What the window shows, in words and values for a report: in English, as all files are."""

from __future__ import annotations

from gdstudio.arrays import locked_copy
from gdstudio.numerals import whole
from gdstudio.report.asking import SeenInWindow
from gdstudio.studio.state.drawing_model import DrawingModel
from gdstudio.studio.state.shown import Edited, Past, Shown, Source, Walk


def seen_now(shown: Shown, drawing: DrawingModel) -> SeenInWindow:
    """Return the network shown, its edits, the digit on the canvas and the answer to it."""
    source, answer = shown.source, drawing.answer
    edits = source.edits if isinstance(source, Edited) else ()
    about = drawing.digit.caption
    return SeenInWindow(
        network="" if source is None else _words(source),
        pixels=locked_copy(drawing.pixels) if drawing.pixels.any() else None,
        about=about,
        outputs=None if answer is None else locked_copy(answer.activations),
        edits=tuple(str(edit.title) for edit in edits),
    )


def _words(source: Source) -> str:
    if isinstance(source, Edited):
        return f"{_words(source.below)}, edited"
    step = whole(source.subject.step)
    if isinstance(source, Walk):
        return f"a place on the loss surface around update {step}"
    moment = f"update {step} of the run"
    if isinstance(source, Past):
        name = source.moment.name
        return f"{moment}, named “{name}”" if name else f"{moment}, from its past"
    return f"the run as it was then, at update {step}"
