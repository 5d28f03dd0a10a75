"""The questions of the window about files."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QDir, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from gdstudio.data.find_files import SeveralSets, set_title
from gdstudio.studio.views.dialogs import file_dialogs
from gdstudio.studio.views.dialogs.file_dialogs import FileDialogs


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def dialogs(window):
    return FileDialogs(window)


def calls(spy):
    return [spy.at(k) for k in range(spy.count())]


def run_file_of(data):
    return SimpleNamespace(state=SimpleNamespace(recipe=SimpleNamespace(data=data)))


def button_of(box, role):
    (found,) = (one for one in box.buttons() if box.buttonRole(one) == role)
    return found


def test_that_one_of_several_sets_is_chosen_by_its_title(dialogs, tmp_path):
    names = ("letters", "digits")
    chosen = QSignalSpy(dialogs.set_chosen)
    dialogs.ask_which_set(SeveralSets(tmp_path, names))
    choice = dialogs.choice
    assert choice.isVisible()
    assert choice.parent() is dialogs.parent()
    assert sorted(choice.comboBoxItems()) == sorted(set_title(name) for name in names)
    assert not choice.isComboBoxEditable()
    choice.setTextValue(set_title("digits"))
    choice.accept()
    assert calls(chosen) == [[str(tmp_path / "digits")]]
    assert dialogs.choice is None


def test_that_no_set_is_chosen_where_the_user_gives_up_or_another_folder_comes(dialogs, tmp_path):
    chosen = QSignalSpy(dialogs.set_chosen)
    dialogs.ask_which_set(SeveralSets(tmp_path, ("a", "b")))
    first = dialogs.choice
    dialogs.ask_which_set(SeveralSets(tmp_path, ("c", "d")))
    assert not first.isVisible()
    assert sorted(dialogs.choice.comboBoxItems()) == [set_title("c"), set_title("d")]
    dialogs.choice.reject()
    assert chosen.count() == 0
    assert dialogs.choice is None


def test_that_a_folder_is_named_and_looked_for_only_by_the_button_that_says_so(dialogs):
    agreed, refused = QSignalSpy(dialogs.folder_agreed), QSignalSpy(dialogs.folder_refused)
    path, run_file = Path("/a/lesson.gdrun"), run_file_of("//there/<b>digits</b>")
    roles = QMessageBox.ButtonRole
    dialogs.ask_about_folder(path, run_file)
    question = dialogs.question
    assert question.isVisible()
    assert question.textFormat() == Qt.TextFormat.PlainText
    assert "lesson.gdrun" in question.text()
    assert "//there/<b>digits</b>" in question.text()
    assert question.defaultButton() is question.escapeButton()
    assert question.defaultButton() is button_of(question, roles.RejectRole)
    button_of(question, roles.AcceptRole).click()
    assert (calls(agreed), refused.count()) == ([[path, run_file]], 0)
    assert dialogs.question is None


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_that_enter_and_escape_leave_the_folder_alone(dialogs, qtbot, key):
    agreed, refused = QSignalSpy(dialogs.folder_agreed), QSignalSpy(dialogs.folder_refused)
    dialogs.ask_about_folder(Path("a.gdrun"), run_file_of("x"))
    dialogs.question.defaultButton().setFocus()
    QTest.keyClick(dialogs.question, key)
    assert (agreed.count(), calls(refused)) == (0, [[Path("a.gdrun")]])


def test_that_the_newest_file_is_asked_about(dialogs):
    refused = QSignalSpy(dialogs.folder_refused)
    dialogs.ask_about_folder(Path("old.gdrun"), run_file_of("x"))
    old = dialogs.question
    dialogs.ask_about_folder(Path("new.gdrun"), run_file_of("y"))
    assert not old.isVisible()
    assert dialogs.question.path == Path("new.gdrun")
    assert calls(refused) == [[Path("old.gdrun")]]
    dialogs.question.close()
    assert calls(refused)[1:] == [[Path("new.gdrun")]]


def closing_box(window):
    (box,) = (one for one in window.findChildren(QMessageBox) if one.isVisible())
    return box


def test_that_closing_is_asked_about_once_and_agreed_to_by_its_button(dialogs, window):
    agreed = QSignalSpy(dialogs.closing_agreed)
    dialogs.ask_before_closing("The run is lost.")
    dialogs.ask_before_closing("Something else.")
    box = closing_box(window)
    assert box.text() == "The run is lost."
    assert box.defaultButton() is button_of(box, QMessageBox.ButtonRole.RejectRole)
    box.defaultButton().click()
    assert agreed.count() == 0
    dialogs.ask_before_closing("The run is lost again.")
    box = closing_box(window)
    assert box.text() == "The run is lost again."
    button_of(box, QMessageBox.ButtonRole.AcceptRole).click()
    assert agreed.count() == 1


@pytest.mark.parametrize(("chosen", "path"), [("/a/b.gdrun", Path("/a/b.gdrun")), ("", None)])
def test_that_a_run_to_open_is_looked_for_beside_the_last(dialogs, monkeypatch, chosen, path):
    begun = []

    def choose(parent, title, start, kinds):
        begun.append((parent, start, kinds))
        return chosen, ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", staticmethod(choose))
    assert dialogs.run_to_open(Path("/runs/last.gdrun")) == path
    assert dialogs.run_to_open(None) == path
    assert [one[1] for one in begun] == ["/runs", QDir.homePath()]
    assert begun[0][0] is dialogs.parent()
    assert "*.gdrun" in begun[0][2]
    assert dialogs.picture_to_open() == chosen


def test_that_a_run_is_saved_by_the_name_proposed_or_else_at_home(dialogs, monkeypatch):
    asked = []
    monkeypatch.setattr(file_dialogs, "ask_where_to_save", lambda *asking: asked.append(asking[2]))
    dialogs.run_to_save(Path("/runs/last.gdrun"))
    dialogs.run_to_save(None)
    assert asked == [Path("/runs/last.gdrun"), Path(QDir.homePath()) / "run.gdrun"]


def test_that_a_folder_is_looked_for_beside_another(dialogs, monkeypatch):
    answers = ["/there", ""]
    monkeypatch.setattr(
        QFileDialog, "getExistingDirectory", staticmethod(lambda *_: answers.pop(0))
    )
    assert dialogs.folder_to_open("Open", Path("/a")) == Path("/there")
    assert dialogs.folder_to_open("Open", Path("/a")) is None
