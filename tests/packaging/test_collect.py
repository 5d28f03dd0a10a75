"""The folder of licences, collected for a small bundle made here."""

import json
from pathlib import Path

import pytest
from licences import collect
from licences.assembly import components_of, index_of
from licences.bundle import Item, read_bundle
from licences.catalogue import Catalogue
from licences.component import Component, LicenceError, Text
from licences.cyclonedx_list import cyclonedx_list
from licences.owners import Owners

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def owners():
    import numpy

    return Owners(ROOT, site=Path(numpy.__file__).parents[1])


def catalogue_with(owners, **content):
    found = Catalogue(ROOT, owners.site)
    found.content = {**found.content, **content}
    return found


def of_distribution(name, owners):
    """Return an item that is taken from an installed distribution."""
    return Item(name, owners.site / name / "__init__.py")


def collected(items, owners, **content):
    content.setdefault("distribution", {"pyinstaller": {}})
    found = catalogue_with(owners, **content)
    # The freezer itself is not installed where the tests run.
    found.distribution = lambda name, old=found.distribution: (
        Component(name, "6", "MIT", (Text("COPYING", ROOT / "LICENSE"),))
        if name == "pyinstaller"
        else old(name)
    )
    return components_of(items, found, owners, "0.1.0")


def test_that_a_distribution_brings_its_version_licence_and_every_text(owners):
    import numpy

    found = {c.name: c for c in collected([of_distribution("numpy", owners)], owners)}
    assert found["numpy"].version == numpy.__version__
    assert found["numpy"].purl == f"pkg:pypi/numpy@{numpy.__version__}"
    assert "BSD-3-Clause" in found["numpy"].licence
    assert len(found["numpy"].texts) > 5
    assert all(text.source.is_file() for text in found["numpy"].texts)


def test_that_the_program_itself_stands_first(owners):
    names = [c.name for c in collected([of_distribution("numpy", owners)], owners)]
    assert names[0] == "Gradient Descent Studio"
    assert names[1:] == sorted(names[1:], key=str.casefold)


def test_that_qt_comes_with_both_texts_and_says_how_it_is_replaced(owners):
    library = Item("PySide6/Qt/lib/libQt6Core.so.6", owners.site / "PySide6/Qt/lib/libQt6Core.so.6")
    content = Catalogue(ROOT, owners.site).content
    found = {c.name: c for c in collected([library], owners, distribution=content["distribution"])}
    for name in ("Qt", "PySide6_Essentials"):
        assert found[name].licence == "LGPL-3.0-only"
        assert {text.name for text in found[name].texts} == {"LGPL-3.0.txt", "GPL-3.0.txt"}
        assert "replace" in found[name].notice
        assert "https://download.qt.io/" in found[name].notice


def test_that_a_library_within_a_wheel_that_nobody_speaks_of_is_refused(owners):
    name = "numpy.libs/libunheard-of.so.1"
    with pytest.raises(LicenceError, match=r"libunheard-of\.so\.1"):
        collected([Item(name, owners.site / "numpy/__init__.py")], owners)


def test_that_a_file_of_nobody_is_refused(owners, tmp_path):
    stranger = tmp_path / "libstranger.so"
    stranger.touch()
    with pytest.raises(LicenceError, match="nobody knows whose"):
        collected([Item("libstranger.so", stranger)], owners)


def test_that_a_library_of_the_system_without_an_entry_is_refused(owners):
    with pytest.raises(LicenceError, match=r"\[\[library\]\]"):
        catalogue_with(owners).library("libreadline.so.8")


def test_that_the_list_of_pyinstaller_is_read_without_what_was_taken_out(tmp_path):
    (tmp_path / "frozen/_internal").mkdir(parents=True)
    (tmp_path / "frozen/_internal/kept.so").touch()
    entries = [
        ("kept.so", "/a/kept.so", "BINARY"),
        ("gone.so", "/a/gone.so", "BINARY"),
        ("link.so", "kept.so", "SYMLINK"),
    ]
    (tmp_path / "COLLECT-00.toc").write_text(repr((entries, "name", True)))
    modules = [("numpy", "/a/numpy/__init__.py", "PYMODULE"), ("OpenGL", "-", "PYMODULE")]
    (tmp_path / "PYZ-00.toc").write_text(repr(("/a/PYZ-00.pyz", modules)))
    assert read_bundle(tmp_path, tmp_path / "frozen") == [
        Item("kept.so", Path("/a/kept.so")),
        Item("numpy", Path("/a/numpy/__init__.py")),
    ]


def test_that_the_folder_keeps_to_the_form_that_the_program_reads(tmp_path, monkeypatch):
    parts = [
        Component("Program", "1", "MIT", (Text("LICENSE", ROOT / "LICENSE"),)),
        Component("A part (in B)", "2", "MIT", (Text("L.txt", ROOT / "LICENSE"),), "For tests."),
    ]
    collect.write(parts, cyclonedx_list(parts, 0), tmp_path / "licences")
    monkeypatch.setattr("gdstudio.licences.resource_folder", lambda: tmp_path)
    from gdstudio import licences

    program, part = licences.components()
    assert (program.name, program.version, program.licence) == ("Program", "1", "MIT")
    assert part.notice == "For tests."
    assert (ROOT / "LICENSE").read_text().strip() in part.text()


def test_that_the_build_stops_at_a_licence_that_is_not_allowed(tmp_path, monkeypatch, capsys):
    parts = [
        Component("Program", "1", "MIT", (Text("LICENSE", ROOT / "LICENSE"),)),
        Component("readline", "8.2", "GPL-3.0-or-later", (Text("L", ROOT / "LICENSE"),)),
    ]
    monkeypatch.setattr(collect, "read_bundle", lambda work, frozen: [])
    monkeypatch.setattr(collect, "components_of", lambda *arguments: parts)
    where = ["--work", str(tmp_path), "--frozen", str(tmp_path / "frozen")]
    assert collect.main(where) == 1
    said = capsys.readouterr().err
    assert "readline 8.2: GPL-3.0-or-later" in said
    assert not (tmp_path / "frozen").exists()


def test_that_the_index_and_the_list_of_components_name_the_same_versions():
    parts = [
        Component("Program", "1", "MIT", (Text("LICENSE", ROOT / "LICENSE"),)),
        Component("numpy", "2", "MIT", (Text("L", ROOT / "LICENSE"),), "", "pkg:pypi/numpy@2"),
    ]
    index = json.loads(index_of(parts))
    bill = json.loads(cyclonedx_list(parts, 1_700_000_000))
    assert bill["metadata"]["timestamp"] == "2023-11-14T22:13:20Z"
    listed = [bill["metadata"]["component"], *bill["components"]]
    assert [(c["name"], c["version"]) for c in listed] == [
        (entry["name"], entry["version"]) for entry in index
    ]
    assert bill["components"][0]["purl"] == "pkg:pypi/numpy@2"
