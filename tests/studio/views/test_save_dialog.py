"""Where to save: nothing that is there is replaced without a question."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QWidget,
)

from gdstudio.studio.views.dialogs.where_to_save import ask_where_to_save, with_suffix

RUNS = "gdstudio runs (*.gdrun)"
FOLDERS = "Folders (*)"
PAGES = "Tables (*.csv);;Pictures (*.png *.webp)"
YES, NO = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No


@pytest.fixture
def parent(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


class Someone:
    """Types names into the dialog and answers the program's own questions."""

    def __init__(self, monkeypatch, tmp_path):
        self.folder, self.names, self.answer = tmp_path, [], NO
        self.asked, self.suggested, self.kind = [], [], ""
        monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(self._type))
        monkeypatch.setattr(QMessageBox, "warning", staticmethod(self._answer))

    def _type(self, parent, title, suggested, filters):
        self.suggested.append(suggested)
        name = self.names.pop(0) if self.names else ""
        return (str(self.folder / name) if name else "", self.kind)

    def _answer(self, parent, title, text, *buttons):
        self.asked.append(text)
        return self.answer

    def saves_as(self, parent, *names, filters=RUNS):
        self.names = list(names)
        return ask_where_to_save(parent, "Save", self.folder / "run.gdrun", filters)


@pytest.fixture
def someone(monkeypatch, tmp_path):
    return Someone(monkeypatch, tmp_path)


@pytest.mark.parametrize("typed", ["run", "run.", "run ", " run", "run.gdrun ", "run.gdrun."])
def test_that_a_name_that_becomes_a_taken_one_is_asked_about(parent, someone, typed):
    (someone.folder / "run.gdrun").write_bytes(b"kept")
    assert someone.saves_as(parent, typed) is None
    assert "run.gdrun already exists" in someone.asked[0]
    assert someone.suggested[1] == str(someone.folder / "run.gdrun")  # back to the name
    someone.answer = YES
    assert someone.saves_as(parent, typed) == someone.folder / "run.gdrun"


def test_that_nothing_is_asked_twice(parent, someone):
    (someone.folder / "run.gdrun").write_bytes(b"")
    assert someone.saves_as(parent, "run.gdrun") == someone.folder / "run.gdrun"  # it has asked
    assert someone.saves_as(parent, "other") == someone.folder / "other.gdrun"
    assert someone.asked == []


def test_that_another_name_can_be_given_after_a_no(parent, someone):
    (someone.folder / "run.gdrun").write_bytes(b"")
    assert someone.saves_as(parent, "run", "run2") == someone.folder / "run2.gdrun"


def test_that_a_link_to_a_file_is_asked_about(parent, someone):
    (someone.folder / "there").write_bytes(b"")
    (someone.folder / "run.gdrun").symlink_to(someone.folder / "there")
    assert someone.saves_as(parent, "run") is None
    assert "already exists" in someone.asked[0]


def test_that_a_link_to_nothing_replaces_nothing(parent, someone):
    (someone.folder / "run.gdrun").symlink_to(someone.folder / "nowhere")
    assert someone.saves_as(parent, "run") == someone.folder / "run.gdrun"
    assert someone.asked == []


def test_that_a_folder_of_that_name_is_told_before_anything_is_written(parent, someone):
    (someone.folder / "run.gdrun").mkdir()
    someone.answer = YES
    assert someone.saves_as(parent, "run") is None
    assert someone.asked == [
        f"{someone.folder / 'run.gdrun'}: is a folder; give the name of a file"
    ]


@pytest.mark.parametrize("typed", ["none/run", "r" * 300])
def test_that_a_name_that_cannot_be_written_is_told_at_once(parent, someone, typed):
    assert someone.saves_as(parent, typed) is None
    (text,) = someone.asked
    assert "there is no folder" in text or "too long" in text


def test_that_a_write_protected_file_is_told_before_the_question(parent, someone, monkeypatch):
    (someone.folder / "run.gdrun").write_bytes(b"")
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everywhere
    assert someone.saves_as(parent, "run") is None
    assert someone.asked == [f"{someone.folder / 'run.gdrun'}: is write-protected"]


def test_that_a_folder_that_holds_something_is_asked_about(parent, someone):
    (someone.folder / "empty").mkdir()
    (someone.folder / "noise-1" / "pieces").mkdir(parents=True)
    assert someone.saves_as(parent, "noise-1", filters=FOLDERS) is None
    assert someone.saves_as(parent, "noise-1 ", filters=FOLDERS) is None
    assert ["noise-1 already holds" in text for text in someone.asked] == [True, True]
    assert someone.saves_as(parent, "empty", filters=FOLDERS) == someone.folder / "empty"
    assert someone.saves_as(parent, "noise.2", filters=FOLDERS) == someone.folder / "noise.2"
    someone.answer = YES
    assert someone.saves_as(parent, "noise-1", filters=FOLDERS) == someone.folder / "noise-1"


@pytest.mark.parametrize(
    ("typed", "filters", "kind", "name"),
    [
        ("run", RUNS, RUNS, "run.gdrun"),
        ("run.GDRUN", RUNS, RUNS, "run.GDRUN"),
        ("run.", RUNS, RUNS, "run.gdrun"),
        ("run.v2", RUNS, RUNS, "run.v2.gdrun"),
        ("run .gdrun", RUNS, RUNS, "run .gdrun"),
        ("costs", PAGES, "", "costs.csv"),
        ("costs", PAGES, "Pictures (*.png *.webp)", "costs.png"),
        ("costs.CSV", PAGES, "Pictures (*.png *.webp)", "costs.CSV"),  # what is typed wins
        ("costs.webp", PAGES, "Tables (*.csv)", "costs.webp"),
        ("costs.jpg", PAGES, "Pictures (*.png *.webp)", "costs.jpg.png"),
        ("noise 1.5", FOLDERS, FOLDERS, "noise 1.5"),
        ("/", RUNS, "", ""),
    ],
)
def test_that_a_name_ends_in_what_is_in_the_file(typed, filters, kind, name):
    assert with_suffix(typed if typed == "/" else f"/a/{typed}", filters, kind).name == name


def test_that_nobody_else_asks_where_to_save():
    root = Path(__file__).parents[3] / "gdstudio"
    users = [p.name for p in root.rglob("*.py") if "getSaveFileName" in p.read_text("utf-8")]
    assert users == ["where_to_save.py"]


def test_that_a_name_without_suffix_typed_into_qts_own_dialog_replaces_nothing(
    qtbot, parent, tmp_path
):
    """The dialog as it is, with its button; only the question is the program's."""
    (tmp_path / "run.gdrun").write_bytes(b"kept")
    seen = []

    def look():
        shown = QApplication.activeModalWidget()
        if isinstance(shown, QMessageBox):
            seen.append(shown.text())
            shown.button(NO).click()
        elif isinstance(shown, QFileDialog) and len(seen) == 0:
            seen.append("typed")
            shown.findChild(QLineEdit).setText("run")
            shown.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Save).click()
        elif isinstance(shown, QFileDialog) and len(seen) == 2:
            seen.append(shown.findChild(QLineEdit).text())
            shown.reject()
        elif isinstance(shown, QFileDialog):
            shown.reject()

    looking = QTimer(parent)
    looking.timeout.connect(look)
    looking.start(10)
    assert ask_where_to_save(parent, "Save", tmp_path / "a.gdrun", RUNS) is None
    looking.stop()
    assert seen[1].startswith("run.gdrun already exists")
    assert seen[2] == "run.gdrun"
    assert (tmp_path / "run.gdrun").read_bytes() == b"kept"


def test_that_the_question_names_the_file_and_no_is_the_usual_answer(parent, someone, monkeypatch):
    (someone.folder / "run.gdrun").write_bytes(b"")
    put = []

    def answer(*question):
        put.append(question)
        return NO

    monkeypatch.setattr(QMessageBox, "warning", staticmethod(answer))
    assert someone.saves_as(parent, "run") is None
    text = "run.gdrun already exists.\nDo you want to replace it?"
    assert put == [(parent, "Save", text, YES | NO, NO)]
    (someone.folder / "result").mkdir()
    (someone.folder / "result" / "a").write_bytes(b"")
    assert someone.saves_as(parent, "result", filters=FOLDERS) is None
    text = "result already holds something.\nDo you want to replace the result in it?"
    assert put[1:] == [(parent, "Save", text, YES | NO, NO)]


def test_that_a_folder_with_a_name_that_cannot_be_is_told_why(parent, someone):
    assert someone.saves_as(parent, "r" * 300, filters=FOLDERS) is None
    assert someone.asked == [f"{someone.folder / ('r' * 300)}: File name too long"]


def test_that_a_folder_that_cannot_be_looked_into_counts_as_empty(parent, someone, monkeypatch):
    (someone.folder / "closed").mkdir()

    def refuse(_path):
        raise PermissionError

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert someone.saves_as(parent, "closed", filters=FOLDERS) == someone.folder / "closed"
    assert someone.asked == []
