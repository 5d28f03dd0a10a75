"""What the program is made of: from the folder in a package, or from the distributions."""

import json
from importlib import metadata

import pytest

from gdstudio import licences
from gdstudio.errors import FileError


def test_that_a_checkout_names_itself_first_and_everything_it_needs():
    found = licences.components()
    names = [component.name.lower().replace("_", "-") for component in found]
    assert names[0] == "gdstudio"
    assert {"numpy", "pyqtgraph", "pyside6-essentials", "shiboken6", "pillow"} <= set(names)
    assert "MIT License" in found[0].text()
    assert all(component.licence and component.version for component in found)


def test_that_it_does_not_matter_who_reads_the_metadata():
    importlib_metadata = pytest.importorskip("importlib_metadata")  # it takes over once imported
    found = importlib_metadata.distribution("numpy")
    assert licences.licence_of(found) == licences.licence_of(metadata.distribution("numpy"))
    assert licences.licence_of(importlib_metadata.distribution("pyqtgraph"))


def write_folder(tmp_path, entries):
    folder = tmp_path / "licences"
    (folder / "texts" / "Qt").mkdir(parents=True)
    (folder / "texts" / "Qt" / "LGPL.txt").write_text("the text\n", encoding="utf-8")
    (folder / "index.json").write_text(entries, encoding="utf-8")


ENTRY = {
    "name": "Qt",
    "version": "6",
    "licence": "LGPL-3.0-only",
    "files": ["texts/Qt/LGPL.txt"],
    "notice": "Replace its libraries as you like.",
}


def test_that_the_folder_in_a_package_is_read(tmp_path, monkeypatch):
    write_folder(tmp_path, json.dumps([ENTRY]))
    monkeypatch.setattr(licences, "resource_folder", lambda: tmp_path)
    (qt,) = licences.components()
    assert (qt.name, qt.version, qt.licence) == ("Qt", "6", "LGPL-3.0-only")
    assert qt.text() == "Replace its libraries as you like.\n\n\nthe text"


@pytest.mark.parametrize("content", ["{", "[1]", '[{"name": "Qt"}]', "null"])
def test_that_a_damaged_folder_is_named(tmp_path, monkeypatch, content):
    write_folder(tmp_path, content)
    monkeypatch.setattr(licences, "resource_folder", lambda: tmp_path)
    with pytest.raises(FileError, match=r"index\.json"):
        licences.components()
