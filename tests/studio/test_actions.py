"""What actions say of themselves."""

import itertools
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QIcon, QPixmap
from PySide6.QtWidgets import QMenuBar

from gdstudio.studio import actions as module
from gdstudio.studio.actions import Actions, build_menus
from gdstudio.studio.menu_spec import DESCENT_WORDS, EXPERIMENT_WORDS, LEARN_WORDS
from gdstudio.studio.menus import SPECS
from gdstudio.studio.theme import THEMES
from tests.kept import difference
from tests.studio.described import described


@pytest.mark.parametrize("words", [LEARN_WORDS, DESCENT_WORDS, EXPERIMENT_WORDS])
@pytest.mark.parametrize("running", [True, False])
def test_that_run_and_reset_say_what_they_do_in_the_workspace_in_sight(qapp, words, running):
    actions = Actions(qapp)
    actions.set_running(running, words=words)
    said = words.stop if running else words.run
    assert (actions.run.toolTip(), actions.run.statusTip()) == (f"{said} (Space)", said)
    assert (actions.reset.toolTip(), actions.reset.statusTip()) == (
        f"{words.reset} (R)",
        words.reset,
    )


def test_that_no_two_workspaces_of_other_kinds_use_the_same_words():
    kinds = (LEARN_WORDS, DESCENT_WORDS, EXPERIMENT_WORDS)
    assert len({text for words in kinds for text in (words.run, words.stop, words.reset)}) == 9


@pytest.mark.parametrize(
    ("running", "cancels", "text", "name"),
    [
        *((False, False, "&Run", "play"), (False, True, "&Run", "play")),
        *((True, False, "&Pause", "pause"), (True, True, "&Cancel", "stop")),
    ],
)
def test_that_run_shows_what_pressing_it_does(qapp, monkeypatch, running, cancels, text, name):
    asked = []

    def noted(name, theme, *, on_accent=False):
        asked.append((name, on_accent))
        return QIcon(QPixmap(8, 8))

    monkeypatch.setattr(module, "icon", noted)
    made = Actions(qapp)
    made.set_running(running, cancels=cancels)
    assert made.run.text() == text
    assert asked == [(name, True)]
    assert not made.run.icon().isNull()
    if not cancels:
        made.set_running(running)
        assert made.run.text() == text


def test_that_every_icon_but_that_of_run_follows_the_theme(qapp):
    made = Actions(qapp)
    made.look_changed()
    iconless = {action.objectName() for action in made.all() if action.icon().isNull()}
    assert iconless == {spec.name for spec in SPECS if not spec.icon or spec.name == "run"}
    with pytest.raises(AttributeError):
        made.nothing  # noqa: B018


def test_that_the_menus_hold_every_action_in_order(qapp):
    made, bar = Actions(qapp), QMenuBar()
    build_menus(bar, made)
    menus = [action.menu() for action in bar.actions()]
    titles = ["&File", "&Edit", "&Draw", "&Run", "&Time", "&View", "&Lesson", "&Help"]
    assert [menu.title() for menu in menus] == titles
    shown = [action for menu in menus for action in menu.actions()]
    assert [one for one in shown if one.objectName()] == made.all()
    before = {
        after.objectName()
        for menu in menus
        for one, after in itertools.pairwise(menu.actions())
        if one.isSeparator() and after.objectName()
    }
    assert before == {
        *(
            "open_session",
            "import_model",
            "open_data",
            "open_experiment",
            "quit",
            "paste",
            "preferences",
            "random_digit",
        ),
        *("descent_back", "flow"),
        *("mark", "draw_out_beginning"),
        *("lesson_next", "blank", "audience", "guess_first", "lesson_end"),
        *("reset", "larger_text", "presentation", "next_workspace", "messages"),
    }
    *_, separator, appearance, text_size = menus[5].actions()
    assert separator.isSeparator()
    assert (appearance.text(), text_size.text()) == ("&Appearance", "&Text size")
    choices = appearance.menu().actions()
    assert [choice.data() for choice in choices] == ["system", *THEMES]
    assert all(choice.isCheckable() for choice in choices)
    sizes = text_size.menu().actions()
    assert [(size.text(), size.data()) for size in sizes][:3] == [
        ("100 %", 100), ("110 %", 110), ("125 %", 125),
    ]  # fmt: skip
    assert all(size.isCheckable() for size in sizes)


def test_that_undo_and_redo_say_what_they_would_do(qapp):
    made = Actions(qapp)
    made.name_undo("Tom & Jerry", None)
    assert (made.undo.text(), made.undo.isEnabled()) == ("&Undo Tom && Jerry", True)
    assert made.undo.toolTip().startswith("Undo Tom & Jerry (")
    assert (made.redo.text(), made.redo.isEnabled()) == ("&Redo", False)
    made.name_undo(None, "reset")
    assert (made.undo.text(), made.undo.isEnabled()) == ("&Undo", False)
    assert (made.redo.text(), made.redo.toolTip()) == ("&Redo reset", "Redo reset (Ctrl+Shift+Z)")
    assert [one.toString() for one in made.redo.shortcuts()] == ["Ctrl+Shift+Z", "Ctrl+Y"]


def test_that_actions_have_their_keys_and_can_be_checked(qapp):
    made = Actions(qapp)
    keys = {one.objectName(): one.shortcut().toString() for one in made.all() if one.shortcut()}
    assert (keys["run"], keys["step_epoch"], keys["uncover"]) == ("Space", "Shift+.", "U")
    checkable = {one.objectName() for one in made.all() if one.isCheckable()}
    assert checkable == {
        *("record_window", "eraser", "uncover", "draw_out_beginning"),
        *("show_drawing", "show_settings", "show_network", "presentation"),
        *("audience", "presenter", "guess_first"),
    }
    assert all(one.shortcutContext() is Qt.ShortcutContext.WindowShortcut for one in made.all())
    assert made.use_mnist.toolTip() == made.use_mnist.statusTip() == "Use MNIST"


def test_that_menus_and_actions_are_made_as_they_are_kept(qapp):
    made, bar = Actions(qapp), QMenuBar()
    build_menus(bar, made)
    lines = [line for one in (*made.all(), made.appearances) for line in described(one)]
    for title in bar.actions():
        lines += [title.text(), *(f"  {one.text()}" for one in title.menu().actions())]
    assert difference(Path(__file__).parent / "menus.txt", lines) == ""
    assert made.parent() is qapp
    assert made.steps == (made.step_example, made.step_batch, made.step_epoch)
    assert made.appearances.isExclusive()


def test_that_macos_finds_what_it_has_in_the_menu_of_the_program(qapp):
    made, roles = Actions(qapp), QAction.MenuRole
    assert made.preferences.menuRole() == roles.PreferencesRole
    assert made.about.menuRole() == roles.AboutRole
    assert made.quit.menuRole() == roles.QuitRole
    assert made.show_settings.menuRole() == roles.NoRole  # it is no dialog of preferences


def test_that_a_tip_ends_with_the_keys_if_there_are_any(qapp):
    made = Actions(qapp)
    assert made.open_data.toolTip().startswith("A folder of pictures, a CSV, an NPZ or MNIST-like")
    assert made.eraser.toolTip() == "Rub out instead of drawing (E)"
    assert made.eraser.statusTip() == "Rub out instead of drawing"
    assert made.save_run_as.statusTip() == "Save run as"
