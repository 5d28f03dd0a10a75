"""The questions of the window about files."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from gdstudio.data.find_files import SeveralSets, set_title
from gdstudio.errors import printable
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
def test_that_runs_and_pictures_are_looked_for_where_they_are_said_to_be(
    dialogs, monkeypatch, chosen, path
):
    begun = []

    def choose(parent, title, start, kinds):
        begun.append((parent, start, kinds))
        return chosen, ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", staticmethod(choose))
    assert dialogs.run_to_open(Path("/runs")) == path
    assert begun[0][:2] == (dialogs.parent(), "/runs")
    assert "*.gdrun" in begun[0][2]
    assert dialogs.picture_to_open(None) == dialogs.picture_to_open(Path("/p")) == chosen
    assert [one[1] for one in begun[1:]] == ["", "/p"]


@pytest.mark.parametrize("with_moments", [True, False])
def test_that_a_run_is_saved_by_the_name_proposed_with_its_moments_or_without(
    dialogs, monkeypatch, with_moments
):
    asked, here = [], Path("/runs/last.gdrun")

    def ask(parent, title, suggested, filters):
        asked.extend((suggested, filters))
        return here, filters.split(";;")[0 if with_moments else 1]

    monkeypatch.setattr(file_dialogs, "ask_where_and_what", ask)
    assert dialogs.run_to_save(here, (61_200_000, 400_000)) == (here, with_moments)
    kinds = (
        "Run with the moments of its past, 61 MB (*.gdrun)",
        "Run with its path alone, 1 MB (*.gdrun)",
    )
    assert asked == [here, ";;".join(kinds)]


def test_that_a_folder_is_looked_for_beside_another(dialogs, monkeypatch):
    answers = ["/there", ""]
    monkeypatch.setattr(
        QFileDialog, "getExistingDirectory", staticmethod(lambda *_: answers.pop(0))
    )
    assert dialogs.folder_to_open("Open", Path("/a")) == Path("/there")
    assert dialogs.folder_to_open("Open", Path("/a")) is None


def test_that_the_question_about_a_folder_is_put_as_it_is_kept(dialogs):
    dialogs.ask_about_folder(Path("/a/lesson.gdrun"), run_file_of("//there/digits"))
    question = dialogs.question
    assert question.parent() is dialogs.parent()
    assert question.icon() == QMessageBox.Icon.Question
    assert question.windowTitle() == "Use the folder that this run names?"
    assert question.text() == (
        "lesson.gdrun was made with digits in the folder\n\n//there/digits\n\nIt has not been"
        " looked for. A folder on another computer tells its owner who asks. Use it only if you"
        " know it."
    )
    roles = QMessageBox.ButtonRole
    texts = [button_of(question, role).text() for role in (roles.AcceptRole, roles.RejectRole)]
    assert texts == ["Use the folder", "Do not open"]
    assert not question.is_agreed
    question.close()


def test_that_a_long_name_of_a_run_is_cut_at_a_hundred(dialogs):
    dialogs.ask_about_folder(Path("r" * 150), run_file_of("x"))
    name = dialogs.question.text().partition(" was made")[0]
    assert name == printable("r" * 150, 100)
    dialogs.question.close()


def test_that_the_choice_of_a_set_and_the_warning_are_put_as_it_is_kept(dialogs, window, tmp_path):
    dialogs.ask_which_set(SeveralSets(tmp_path, ("letters", "digits")))
    choice = dialogs.choice
    assert choice.windowTitle() == "Open data set"
    assert choice.labelText() == "This folder holds several data sets. Which one?"
    assert choice.name == str(tmp_path / "digits")
    choice.reject()
    dialogs.ask_before_closing("The run is lost.")
    box = closing_box(window)
    assert box.icon() == QMessageBox.Icon.Warning
    assert box.windowTitle() == "Close Gradient Descent Studio?"
    roles = QMessageBox.ButtonRole
    texts = [button_of(box, role).text() for role in (roles.AcceptRole, roles.RejectRole)]
    assert [text.replace("&", "") for text in texts] == ["Close", "Cancel"]
    assert box.parent() is window
    box.reject()


def test_that_what_was_answered_is_thrown_away(dialogs, window, qtbot, tmp_path):
    dialogs.ask_about_folder(Path("a.gdrun"), run_file_of("x"))
    dialogs.ask_which_set(SeveralSets(tmp_path, ("a", "b")))
    gone = QSignalSpy(dialogs.question.destroyed), QSignalSpy(dialogs.choice.destroyed)
    dialogs.question.reject()
    dialogs.choice.reject()
    qtbot.waitUntil(lambda: [spy.count() for spy in gone] == [1, 1])


def test_that_each_dialog_has_its_title_and_its_kinds_of_files(dialogs, window, monkeypatch):
    asked = []

    def note(answer):
        def ask(*arguments):
            asked.append(arguments)
            return answer

        return staticmethod(ask)

    monkeypatch.setattr(QFileDialog, "getOpenFileName", note(("/x", "")))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", note(("", "")))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", note("/there"))
    runs = "gdstudio runs (*.gdrun)"
    with_or_without = (
        "Run with the moments of its past, 3 MB (*.gdrun);;Run with its path alone, 1 MB (*.gdrun)"
    )
    dialogs.run_to_open(Path("/runs"))
    assert dialogs.picture_to_open(None) == "/x"
    assert dialogs.run_to_save(Path("/runs/last.gdrun"), (3_000_000, 0)) is None
    assert dialogs.place_to_save("Export", Path("/runs/a.png"), "Pictures (*.png)") is None
    assert dialogs.data_folder_to_open() == "/there"
    assert dialogs.folder_to_open("Open result", Path("/runs")) == Path("/there")
    assert asked[0] == (window, "Open run", "/runs", runs)
    assert asked[1][:3] == (window, "Open image", "")
    assert asked[1][3].startswith("Pictures (*.")
    assert asked[1][3].endswith(");;All files (*)")
    assert "*.png" in asked[1][3].split(" (")[1].rstrip(")").split(" ")
    assert asked[2:] == [
        (window, "Save run", "/runs/last.gdrun", with_or_without),
        (window, "Export", "/runs/a.png", "Pictures (*.png)"),
        (window, "Open data"),
        (window, "Open result", "/runs"),
    ]
