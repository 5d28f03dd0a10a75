"""The page of a report, put together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import gdstudio
from gdstudio.learning.plan import training_digits
from gdstudio.numerals import cost, percent, whole
from gdstudio.report.asking import Answered, ReportRequest, ask
from gdstudio.report.markup import Markup, element, joined, named
from gdstudio.report.network_sections import (
    confusion_section,
    mistakes_section,
    shown_section,
    surface_section,
    weights_section,
)
from gdstudio.report.parts import facts
from gdstudio.report.repeat import how_to_repeat
from gdstudio.report.run_sections import progress_section, repeat_section, settings_section
from gdstudio.resources import resource

CONTENTS: Final = (
    ("settings", "Settings"),
    ("progress", "How far it came"),
    ("surface", "Loss surface"),
    ("weights", "First weights"),
    ("confusion", "Test digits"),
    ("mistakes", "Worst mistakes"),
    ("shown", "What was shown"),
    ("repeat", "How to repeat it"),
)
_POLICY: Final = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def make_report(request: ReportRequest) -> Iterator[float | bytes]:
    """Yield the share done, in [0, 1], and the page as HTML in UTF-8 last.

    The same run and digits give the same bytes. Raises what `ask` raises.
    """
    for item in ask(request):
        if isinstance(item, float):
            yield item
        else:
            yield page_of(request, item)


def page_of(request: ReportRequest, found: Answered) -> bytes:
    """Return the page that tells what came out."""
    run, state = request.run, request.run.state
    n_examples = len(training_digits(state.recipe, request.data))
    sections = (
        settings_section(state, len(state.parameters)),
        progress_section(run, n_examples),
        surface_section(found),
        weights_section(found),
        confusion_section(found),
        mistakes_section(found, request.mistakes),
        shown_section(run, request.seen, found.test.names),
        repeat_section(how_to_repeat(run, request.data), state),
    )
    title = run.caption.name or request.name
    links = (element("li", element("a", text, href=f"#{key}")) for key, text in CONTENTS)
    body = joined(
        (
            _header(request, found, title),
            element("nav", element("ul", joined(links)), aria_label="Contents"),
            element("main", joined(sections, "\n")),
            element("footer", f"Written by gdstudio {gdstudio.__version__}."),
        ),
        "\n",
    )
    html = element("html", _head(title), "\n", element("body", body), lang="en")
    return f"<!DOCTYPE html>\n{html}\n".encode()


def _head(title: str) -> Markup:
    style = resource("report/report.css").read_text(encoding="utf-8")
    parts = (
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="generator", content=f"gdstudio {gdstudio.__version__}"),
        element("title", f"{title} – report of gdstudio"),
        element("style", Markup(style)),
    )
    return element("head", "\n", joined(parts, "\n"), "\n")


def _header(request: ReportRequest, found: Answered, title: str) -> Markup:
    state, note = request.run.state, request.run.caption.note
    told = (
        ("Test accuracy", percent(found.evaluation.accuracy)),
        ("Test cost", cost(found.evaluation.cost)),
        ("Updates", whole(state.step)),
        ("Parameters", whole(len(state.parameters))),
    )
    return element(
        "header",
        element("p", "Report of a run", class_="kind"),
        element("h1", named(title)),
        element("p", named(state.network_name), f", on {request.data.title}", class_="network"),
        element("p", named(note), class_="remark") if note.strip() else None,
        facts(told, "figures"),
    )
