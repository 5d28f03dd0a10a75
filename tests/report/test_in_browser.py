"""A report in a real browser: on a telephone, in the dark, printed, and without a network."""

from __future__ import annotations

import html
import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from PIL import Image

from gdstudio.files.manifest import Caption
from tests.data.made_sets import fill_folders, labels, pictures
from tests.report.browser import Browser, browser
from tests.report.pages import HOSTILE, QUICK, called, page_of, trained

NOTE: Final = f"{HOSTILE}\n{'withoutanyspace' * 20}"
PAPERS: Final = {"A4": (8.27, 11.69), "Letter": (8.5, 11.0)}
_PICTURES: Final = """
[...document.images].map(one => [one.complete, one.naturalWidth, one.naturalHeight])
"""
_INSIDE: Final = """
Promise.all([...document.querySelectorAll("svg image")].map(async one => {
    const picture = new Image();
    picture.src = one.href.baseVal;
    await picture.decode();
    return picture.naturalWidth;
}))
"""
_DRAWN: Final = """
[...document.querySelectorAll("svg")].map(one => {
    const box = one.getBoundingClientRect();
    return [box.left, box.right, box.height, one.querySelectorAll("*").length];
})
"""
_BEYOND: Final = """
[...document.querySelectorAll("body *")].filter(one => !one.closest(".scroll") &&
    !one.closest("svg") && one.getBoundingClientRect().right > innerWidth + 0.5
).map(one => one.outerHTML.slice(0, 80))
"""


@pytest.fixture(scope="module")
def opened() -> Iterator[Browser]:
    """Return the browser of all tests here: it takes a second to begin."""
    with browser() as one:
        yield one


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return a page about MNIST, and one whose every text is as odd as it may be."""
    folder = tmp_path_factory.mktemp("pages")
    usual = trained(folder, "--train-size", "300", "--epochs", "3", name="usual")
    page_of(usual, *QUICK)
    names = tuple(f"<i>class & {k}" for k in range(60))
    data = folder / "a folder with a long name and no end <b>"
    fill_folders(data, pictures(480), labels(480, names))
    given = "--data", str(data), "--epochs", "2", "--hidden", "3"
    odd = called(trained(folder, *given, name="odd"), Caption("W" * 60, NOTE))
    page_of(odd, "--data", str(data), *QUICK[2:])
    return {"usual": usual.with_suffix(".html"), "odd": odd.with_suffix(".html")}


@pytest.fixture(params=["usual", "odd"])
def shown(request: pytest.FixtureRequest, opened: Browser, pages: dict[str, Path]) -> Browser:
    opened.see(1280, 900)
    opened.open(pages[request.param])
    return opened


def test_that_the_browser_complains_of_nothing_and_asks_for_nothing(shown):
    told = {"Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown"}
    assert [one for one in shown.events if one["method"] in told] == []
    asked = [
        one["params"]["request"]["url"]
        for one in shown.events
        if one["method"] == "Network.requestWillBeSent"
    ]
    assert [url for url in asked if not url.startswith(("data:image/png", "file:"))] == []
    assert len([url for url in asked if url.startswith("file:")]) == 1
    assert [one for one in shown.events if one["method"] == "Network.loadingFailed"] == []


def test_that_the_page_may_not_ask_for_anything(shown):
    assert shown.value("document.compatMode") == "CSS1Compat"
    assert shown.value("document.scripts.length") == 0
    refused = shown.value("fetch('https://example.org').then(() => 'sent', () => 'refused')")
    assert refused == "refused"
    policy = [one["params"]["entry"]["text"] for one in shown.events
              if one["method"] == "Log.entryAdded"]  # fmt: skip
    assert any("Content Security Policy" in text for text in policy)


def test_that_every_picture_is_there(shown):
    found = shown.value(_PICTURES)
    assert found
    assert all(complete and width and height for complete, width, height in found)
    inside = shown.value(_INSIDE)
    assert len(inside) >= 5
    assert all(inside)
    for left, right, height, n in shown.value(_DRAWN):
        assert 0 <= left < right - 300 <= 1280
        assert height > 30
        assert n > 5


@pytest.mark.parametrize("width", [360, 320, 768])
def test_that_no_page_is_wider_than_its_screen(shown, width):
    shown.see(width, 740)
    assert shown.value("[document.documentElement.scrollWidth, innerWidth]") == [width, width]
    assert shown.value(_BEYOND) == []


def test_that_letters_can_be_read_on_a_telephone(shown):
    shown.see(360, 740)
    smallest = shown.value(
        """Math.min(...[...document.querySelectorAll("svg text")].map(one => {
            const drawing = one.ownerSVGElement;
            const scale = drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width;
            return scale * parseFloat(getComputedStyle(one).fontSize);
        }))"""
    )
    assert smallest > 7
    assert shown.value("parseFloat(getComputedStyle(document.body).fontSize)") == 16


def test_that_the_page_is_dark_where_that_is_wanted_and_its_pictures_are_not(shown):
    seen = {}
    for dark in (False, True):
        shown.see(360, 740, dark=dark)
        seen[dark] = np.asarray(Image.open(io.BytesIO(shown.screenshot())).convert("L"))
    assert seen[False][5, 5] == 255
    assert seen[True][5, 5] < 40
    box = shown.value(
        "(b => [b.left, b.top])(document.querySelector('svg').getBoundingClientRect())"
    )
    x, y = (round(place) + 4 for place in box)
    assert seen[True][y, x] == 255


@pytest.mark.parametrize("paper", PAPERS)
def test_that_it_is_printed_with_no_row_and_no_picture_cut(shown, paper, tmp_path):
    shown.ask("Emulation.clearDeviceMetricsOverride")
    shown.ask("Emulation.setEmulatedMedia", media="", features=[])
    printed = tmp_path / "page.pdf"
    printed.write_bytes(shown.pdf(*PAPERS[paper]))
    words = _words(printed)
    assert len(words) > 2
    assert all(words)
    text = " ".join(word for page in words for _, _, word in page)
    for heading in ("Settings", "Loss surface", "Worst mistakes", "How to repeat it"):
        assert heading in text
    _check_margins(words, PAPERS[paper])
    told = _printed_text("-raw", printed)
    on_page = ["".join(page.split()) for page in told.split("\f")]
    rows = shown.value("[...document.querySelectorAll('tbody tr')].map(one => one.innerText)")
    assert len(rows) > 30
    for row in rows:
        whole = "".join(row.split())
        assert any(whole in page for page in on_page), f"{row} is not whole on one page"


def test_that_a_table_longer_than_a_page_has_its_head_on_each(opened, pages, tmp_path):
    opened.open(pages["odd"])
    opened.ask("Emulation.setEmulatedMedia", media="", features=[])
    printed = tmp_path / "page.pdf"
    printed.write_bytes(opened.pdf())
    heads = "Class", "Digits", "Right"
    there = [{word for _, _, word in page} for page in _words(printed)]
    with_rows = [page for page in there if any(f"{k}" in page for k in (5, 55))]
    assert len([page for page in there if page.issuperset(heads)]) >= 2
    assert len(with_rows) >= 2


@pytest.mark.parametrize("paper", PAPERS)
def test_that_what_must_not_be_cut_fits_a_page(shown, paper):
    width, height = (round(96 * (side - 2 * 16 / 25.4)) for side in PAPERS[paper])
    shown.see(width, height)
    shown.ask("Emulation.setEmulatedMedia", media="print", features=[])
    whole = "[...document.querySelectorAll('figure, tr, pre, li')]"
    kinds = shown.value(f"[...new Set({whole}.map(one => getComputedStyle(one).breakInside))]")
    assert kinds == ["avoid"]
    assert shown.value(f"Math.max(...{whole}.map(one => one.offsetHeight))") < height
    heads = "getComputedStyle(document.querySelector('thead')).display"
    assert shown.value(heads) == "table-header-group"
    assert shown.value("document.documentElement.scrollWidth") == width


def _words(printed: Path) -> list[list[tuple[float, float, str]]]:
    """Return the words of every page with their right ends and tops, in points."""
    told = _printed_text("-bbox", printed)
    found = re.compile(
        r'<word xMin="[^"]*" yMin="([^"]*)" xMax="([^"]*)" yMax="([^"]*)">(.*?)</word>'
    )
    pages = told.split("<page ")[1:]
    return [
        [
            (float(x), float(bottom), html.unescape(word))
            for _, x, bottom, word in found.findall(page)
        ]
        for page in pages
    ]


def _printed_text(kind: str, printed: Path) -> str:
    program = shutil.which("pdftotext")
    assert program is not None, "pdftotext is not there; `make` installs it"
    command = [program, kind, str(printed), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _check_margins(words: list[list[tuple[float, float, str]]], paper: tuple[float, float]) -> None:
    width, height = (72 * side for side in paper)
    for page in words:
        assert max(x for x, _, _ in page) < width - 30
        assert max(bottom for _, bottom, _ in page) < height - 30
