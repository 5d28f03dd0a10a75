"""What is frozen and what stays out."""

import ast
from pathlib import Path

import pytest
from freeze import bundle_rules

ROOT = Path(__file__).resolve().parents[2]


def imported_modules():
    """Return every module that a file of the program names in an import."""
    found = set()
    for path in (ROOT / "gdstudio").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_that_nothing_is_left_out_that_the_program_imports():
    # Taken only where a person has installed them: what a cluster and files of ONNX need.
    optional = {"distributed", "onnx"}
    needed = imported_modules() & set(bundle_rules.EXCLUDED_MODULES) - optional
    assert needed == set()


def test_that_readline_stays_out():
    assert "readline" in bundle_rules.EXCLUDED_MODULES


@pytest.mark.parametrize(
    ("destination", "stays"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqwayland.so", True),
        ("PySide6/Qt/plugins/platforms/libqoffscreen.so", True),
        ("PySide6\\Qt\\plugins\\platforms\\qwindows.dll", True),
        ("PySide6/Qt/plugins/platforms/libqvnc.so", False),
        ("PySide6/Qt/plugins/imageformats/libqsvg.so", True),
        ("PySide6/Qt/plugins/imageformats/libqpdf.so", False),
        ("PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so", False),
        ("PySide6/Qt/plugins/sqldrivers/libqsqlite.so", False),
        ("PySide6/Qt/plugins/tls/libqopensslbackend.so", False),
        ("PySide6/Qt/lib/libQt6Core.so.6", True),
        ("gdstudio/resources/icons/play.svg", True),
    ],
)
def test_that_of_qts_plugins_only_those_named_stay(destination, stays):
    assert bundle_rules.is_wanted_plugin(destination) is stays


@pytest.mark.parametrize(
    ("source", "stays"),
    [
        ("/usr/lib/x86_64-linux-gnu/libxcb-cursor.so.0", True),
        ("/lib/x86_64-linux-gnu/libstdc++.so.6", True),
        ("/usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0", True),
        ("/usr/lib/python3.11/lib-dynload/_json.cpython-311-x86_64-linux-gnu.so", True),
        ("/usr/lib/x86_64-linux-gnu/libglib-2.0.so.0", False),
        ("/usr/lib/x86_64-linux-gnu/libreadline.so.8", False),
        ("/usr/lib/x86_64-linux-gnu/libfontconfig.so.1", False),
        ("/home/somebody/venv/lib/python3.11/site-packages/numpy.libs/libgfortran.so.5", True),
    ],
)
def test_that_of_the_systems_libraries_only_those_named_are_carried(source, stays):
    assert bundle_rules.is_carried(Path(source).name, source) is stays


def test_that_what_only_unwanted_files_needed_goes_with_them():
    plugins = "PySide6/Qt/plugins/platforms"
    entries = [
        (f"{plugins}/libqxcb.so", "qxcb", "BINARY"),
        (f"{plugins}/libqvnc.so", "qvnc", "BINARY"),
        ("PySide6/Qt/lib/libQt6Gui.so.6", "gui", "BINARY"),
        ("PySide6/Qt/lib/libQt6Core.so.6", "core", "BINARY"),
        ("PySide6/Qt/lib/libQt6Network.so.6", "network", "BINARY"),
        ("libpython3.11.so.1.0", "python", "BINARY"),
        ("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK"),
        ("libQt6Network.so.6", "PySide6/Qt/lib/libQt6Network.so.6", "SYMLINK"),
        ("PySide6/Qt/translations/qt_de.qm", "de", "DATA"),
        ("gdstudio/resources/icons/play.svg", "play", "DATA"),
    ]
    linked = {
        "qxcb": ["libQt6Gui.so.6"],
        "gui": ["/somewhere/libQt6Core.so.6"],
        "qvnc": ["libQt6Network.so.6"],
    }
    kept = bundle_rules.wanted(entries, lambda source: linked.get(source, []))
    assert {entry[0] for entry in kept} == {
        f"{plugins}/libqxcb.so",
        "PySide6/Qt/lib/libQt6Gui.so.6",
        "PySide6/Qt/lib/libQt6Core.so.6",
        "libpython3.11.so.1.0",
        "libQt6Core.so.6",
        "gdstudio/resources/icons/play.svg",
    }
