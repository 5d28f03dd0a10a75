"""What stands in a report is what the other commands say, whatever the user has written."""

from __future__ import annotations

import base64
import io
import json
import re
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from gdstudio.arrays import locked
from gdstudio.cli import main
from gdstudio.data.opening import load_data_set
from gdstudio.files.manifest import Caption
from gdstudio.files.run_file import load_run, save_run
from gdstudio.inside.edits import SetParameter
from gdstudio.inside.places import WeightPlace
from gdstudio.learning.moment import Kind
from gdstudio.report.asking import ReportRequest, SeenInWindow
from gdstudio.report.page import CONTENTS, make_report
from tests.data.made_sets import fill_folders, labels, pictures
from tests.report.pages import HOSTILE, QUICK, Read, called, page_of, trained


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    return trained(folder, "--train-size", "500", "--epochs", "4", "--hidden", "12")


@pytest.fixture(scope="module")
def page(run):
    return page_of(run, "--size", "7", "--examples", "50")


def made(request):
    return next(item for item in make_report(request) if isinstance(item, bytes)).decode()


def test_that_numbers_are_those_that_evaluate_prints(run, page, capsys):
    capsys.readouterr()
    assert main(["evaluate", str(run)]) == 0
    lines = capsys.readouterr().out.splitlines()
    accuracy, cost = re.search(r"accuracy (.*), cost (.*)", lines[0]).groups()
    figures = [one.text for one in Read.of(page).all("dd")]
    assert figures[:2] == [accuracy, cost]
    assert f"accuracy {accuracy}, cost {cost}" in page
    matrix = page[page.index('class="matrix"') :]
    rows = re.findall(r"<tr>(.*?)</tr>", matrix[: matrix.index("</table>")], re.DOTALL)[1:]
    counts = [re.findall(r"<td><\w+>(\d+)</\w+></td>", row) for row in rows]
    assert counts == [line.partition(":")[2].split() for line in lines[-10:]]


def test_that_the_surface_is_that_of_the_command_named(run, page, capsys):
    (command,) = (one.text for one in Read.of(page).all("code") if "surface" in one.text)
    words = command.split()[1:]
    words[words.index("RUN.gdrun")] = str(run)
    capsys.readouterr()
    assert main([*words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    for key in ("cost_min", "cost_max"):
        assert f"{told[key]:.6g}" in page
    assert f"{100 * told['path_share']:.2f} % of the path" in page
    assert f"{told['path_gap']:.4f}" in page


def test_that_the_same_run_gives_the_same_bytes(run, page):
    assert page_of(run, "--size", "7", "--examples", "50") == page


def test_that_settings_that_differ_are_marked_with_their_default(page):
    rows = re.findall(r"<tr>(.*?)</tr>", page[: page.index("</table>")])
    cells = [re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row) for row in rows]
    told = {name: [re.sub("<.*?>", "", one) for one in values] for name, *values in cells}
    assert told["Epochs"] == ["4", "30"]
    assert told["Batch size"] == ["10", ""]
    changed = [one.text for one in Read.of(page).all("strong") if "td" in one.inside]
    assert changed == ["500", "12", "scaled normal", "cosine", "4"]


def test_that_every_picture_says_what_it_shows_and_every_table_what_it_tells(page):
    read = Read.of(page)
    assert len(read.all("img")) == 24
    assert all(len(one.attributes["alt"]) > 10 for one in read.all("img"))
    assert all(
        one.attributes["src"].startswith("data:image/png;base64,") for one in read.all("img")
    )
    drawings = read.all("svg")
    assert len(drawings) == 5
    assert all(one.attributes["role"] == "img" for one in drawings)
    assert len(read.all("desc")) == 5
    assert all(one.text for one in (*read.all("desc"), *read.all("figcaption")))
    assert len(read.all("caption")) == len(read.all("table")) == 3
    assert {one.attributes["scope"] for one in read.all("th")} == {"col", "row"}


def test_that_headings_and_links_lead_through_the_page(page):
    read = Read.of(page)
    assert read.all("html")[0].attributes["lang"] == "en"
    assert len(read.all("h1")) == 1
    assert [one.text for one in read.all("h2")][:2] == ["Settings", "How far it came"]
    ids = [one.attributes["id"] for one in read.elements if "id" in one.attributes]
    assert ids == [key for key, _ in CONTENTS]
    assert [one.attributes["href"] for one in read.all("a")] == [f"#{one}" for one in ids]


def test_that_nothing_in_a_page_is_elsewhere_or_runs(page):
    read = Read.of(page)
    assert not read.all("script")
    assert not read.all("link")
    for one in read.elements:
        for name, value in one.attributes.items():
            assert not name.startswith("on")
            if name in ("src", "href", "xlink:href"):
                assert value.startswith(("data:image/png;base64,", "#"))
    assert "url(" not in page
    assert "@import" not in page
    assert re.findall(r"https?://[^\s\"]+", page) == (
        ["http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"] * 5
    )


def test_that_names_and_notes_of_the_user_stay_texts(run, tmp_path):
    path = tmp_path / "named.gdrun"
    path.write_bytes(run.read_bytes())
    called(path, Caption(HOSTILE[:60], f"{HOSTILE}\n\x07second line"))
    read = Read.of(page_of(path, *QUICK))
    assert not read.all("script")
    name, _, note = (one.text for one in read.all("bdi")[:3])
    assert name == " ".join(HOSTILE.split())[:60]
    assert note == f"{HOSTILE}\n\N{REPLACEMENT CHARACTER}second line"
    assert read.all("title")[0].text.startswith('<script>alert("a")</script> &')


def test_that_names_of_classes_stay_texts(tmp_path):
    names = "<b>&amp;", "dog"
    fill_folders(tmp_path / "data", pictures(40), labels(40, names))
    data = str(tmp_path / "data")
    path = trained(tmp_path, "--data", data, "--epochs", "1", "--hidden", "3")
    read = Read.of(page_of(path, "--data", data, *QUICK[2:]))
    assert not [one for one in read.all("b") if one.text == ""]
    assert "<b>&amp;" in [one.text for one in read.all("bdi")]


def test_that_many_classes_have_a_table_that_fits(tmp_path):
    names = tuple(f"class {k}" for k in range(30))
    fill_folders(tmp_path / "data", pictures(240), labels(240, names))
    data = str(tmp_path / "data")
    path = trained(tmp_path, "--data", data, "--epochs", "1", "--hidden", "3")
    page = page_of(path, "--data", data, *QUICK[2:])
    assert 'class="matrix"' not in page
    assert page.count("<bdi>class 29</bdi>") >= 1


def test_that_a_run_without_history_and_path_has_a_page(run, tmp_path, capsys):
    loaded = load_run(run)
    bare = tmp_path / "bare.gdrun"
    save_run(bare, loaded.state, None, "mnist")
    page = page_of(bare, *QUICK)
    assert "No costs were kept of this run." in page
    assert "the file holds no path of the run" in page
    assert "--plane random" in page


def test_that_a_network_that_makes_no_mistake_is_told_so(run):
    digits = load_data_set("mnist")
    right = answered_right(load_run(run), digits)
    request = ReportRequest(run=load_run(run), data=right, name="run", size=3, examples=10)
    assert "Not one of these digits was answered wrong." in made(request)


def answered_right(run, digits):
    """Return the test digits that a run answers right, of the first hundred."""
    some = digits.test.take(slice(0, 100))
    outputs = run.state.network().forward(some.inputs())
    right = np.flatnonzero(outputs.argmax(axis=1) == some.labels)
    return replace(digits, test=some.take(right))


def test_that_marked_moments_are_told(run):
    loaded = load_run(run)
    loaded.moments.note(50, Kind.RATE_CHANGED)
    loaded.moments.name(100, "<here>")
    request = ReportRequest(
        run=loaded, data=load_data_set("mnist"), name="run", digits=50, size=3, examples=10
    )
    cells = [one.text for one in Read.of(made(request)).elements if one.tag in ("th", "td")]
    assert cells[-6:] == ["50", "–", "learning rate changed", "100", "<here>", "named"]


def test_that_what_the_window_showed_is_told(run):
    digit = np.zeros((28, 28), np.uint8)
    digit[4:20, 14] = 255
    outputs = locked(np.linspace(0, 0.9, 10))
    edit = SetParameter(WeightPlace("W2", (3, 7), 0, 2), 0.5)
    seen = SeenInWindow("the run at update 200", locked(digit), "a <1>", outputs, (edit.title,))
    request = ReportRequest(
        run=load_run(run),
        data=load_data_set("mnist"),
        name="run",
        digits=50,
        size=3,
        examples=10,
        seen=seen,
    )
    read = Read.of(made(request))
    told = "The digit on the canvas, a <1>, is answered with 9."
    assert told in [one.text for one in read.all("figcaption")]
    assert edit.title in [one.text for one in read.all("li")]


def test_that_digits_in_the_page_are_those_of_the_data(page):
    read = Read.of(page)
    test = load_data_set("mnist").test
    first = read.all("img")[0]
    index, label = re.search(r"Test digit (\d+): (\d)", first.attributes["alt"]).groups()
    data = base64.b64decode(first.attributes["src"].partition(",")[2])
    shown = 255 - np.asarray(Image.open(io.BytesIO(data)))
    assert np.array_equal(shown, test.pictures(slice(int(index), int(index) + 1))[0])
    assert int(label) == test.labels[int(index)]
