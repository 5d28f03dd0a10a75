"""A person who goes back and forth in time: slider, marks, branches, undo, sessions, crashes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QPushButton, QWidget

from gdstudio.files.session_file import SUFFIX
from gdstudio.studio.controllers.recovery_controller import RecoveryController
from gdstudio.studio.main_window import MainWindow
from gdstudio.studio.user_folder import user_folder
from gdstudio.studio.views.common.recovery_bar import RecoveryBar
from tests.fuzz.random_user import RandomUser

_LEFT: Final = Qt.MouseButton.LeftButton
_NAMES: Final = ("", "before the jump", "jump", "a" * 90, "\u0663 \n ?", "jump")
_BUDGETS_MB: Final = (16, 16, 20)
_RECIPES: Final = (
    {"hidden": (16, 16), "architecture": ""},
    {"hidden": (5,), "architecture": "", "optimizer": "adam", "learning_rate": 0.01},
    {"hidden": (), "architecture": "", "optimizer": "momentum", "learning_rate": 0.1},
    {"hidden": (40,), "architecture": "", "dtype": "float64", "learning_rate": 0.3},
    {"architecture": "conv 2@5x5, pool 4, dense 5", "learning_rate": 0.1},
    {"architecture": "lstm 3", "optimizer": "adam", "learning_rate": 0.01},
    {"hidden": (16,), "architecture": "", "optimizer": "sgd", "learning_rate": 1e6},
)
_PLANES: Final = ("trajectory", "random", "gradient", "networks")


class TimeUser(RandomUser):
    """Does what has to do with time, and now and then anything else."""

    def __init__(self, window: MainWindow, files: list[Path], rng: np.random.Generator) -> None:
        """Use the window; one of the `files` is the folder of another data set."""
        super().__init__(window, [file for file in files if file.is_file()], rng)
        self._data = next(file for file in files if file.is_dir())
        self._sessions = [self._data.parent / f"{name}{SUFFIX}" for name in "ab"]
        self._line = window.shared.time_strip.line
        often = [self._drag_time, self._run_or_rest, self._step, self._undo, self._redo]
        usual = [
            self._click_time,
            self._key_on_time,
            self._play,
            self._now,
            self._mark,
            self._branch,
            self._step_back,
            self._set,
            self._draw,
            self._change_workspace,
            self._walk,
            self._choose_plane,
        ]
        seldom = [
            self._turn_wheel_of_time,
            self._reset,
            self._take_up,
            self._delete_or_put_back,
            self._rename,
            self._choose_recipe,
            self._choose_budget,
            self._change_data,
            self._save_session,
            self._open_session,
            self._open_recent,
            self._save_and_open_run,
            self._autosave,
            self._find_what_was_left,
            self._trigger,
            self._press_key,
            self._click,
            self._drag,
            self._resize,
        ]
        self._deeds = often * 4 + usual * 2 + seldom

    def _at(self) -> QPoint:
        return QPoint(self._number(self._line.width() + 10) - 5, self._line.height() // 2)

    def _drag_time(self) -> None:
        QTest.mousePress(self._line, _LEFT, pos=self._at())
        for _ in range(self._number(8)):
            QTest.mouseMove(self._line, self._at())
            QApplication.processEvents()
        QTest.mouseRelease(self._line, _LEFT, pos=self._at())

    def _click_time(self) -> None:
        click = QTest.mouseDClick if self._number(5) == 0 else QTest.mouseClick
        click(self._line, _LEFT, pos=self._at())

    def _key_on_time(self) -> None:
        self._line.setFocus()
        keys = Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End
        far = Qt.KeyboardModifier.ControlModifier
        for _ in range(1 + self._number(3)):
            modifier = far if self._number(3) == 0 else Qt.KeyboardModifier.NoModifier
            QTest.keyClick(self._line, keys[self._number(4)], modifier)

    def _turn_wheel_of_time(self) -> None:
        for _ in range(self._number(5)):
            self._line.go(1 if self._number(2) else -1)

    def _play(self) -> None:
        actions = self._window.actions_
        (actions.play_forward if self._number(2) else actions.play_backward).trigger()
        if self._number(3) == 0:
            self._window.shared.time_strip.speed_button.click()
        QTest.qWait(self._number(300))

    def _now(self) -> None:
        self._window.actions_.show_now.trigger()

    def _mark(self) -> None:
        self._window.actions_.mark.trigger()
        QTest.qWait(60)  # the name is asked, and answered by `_answer_dialog`

    def _branch(self) -> None:
        self._window.actions_.branch_here.trigger()

    def _run_or_rest(self) -> None:
        self._window.actions_.run.trigger()
        QTest.qWait(self._number(400))
        if self._window.runs.is_running and self._number(4):
            self._window.actions_.run.trigger()

    def _step(self) -> None:
        a = self._window.actions_
        steps = [a.step_example, a.step_batch, a.step_batch, a.step_batch, a.step_epoch]
        for _ in range(1 + self._number(4)):
            steps[self._number(len(steps))].trigger()

    def _step_back(self) -> None:
        for _ in range(1 + self._number(3)):
            self._window.actions_.step_back.trigger()

    def _undo(self) -> None:
        self.did += f" {self._window.shared.deeds.stack.undoText()}"
        self._window.actions_.undo.trigger()

    def _redo(self) -> None:
        self.did += f" {self._window.shared.deeds.stack.redoText()}"
        self._window.actions_.redo.trigger()

    def _reset(self) -> None:
        self._window.actions_.reset.trigger()

    def _take_up(self) -> None:
        earlier = self._window.runs.earlier
        if earlier:
            self._window.runner.resume(earlier[self._number(len(earlier))].run_id)

    def _delete_or_put_back(self) -> None:
        earlier, deeds = self._window.runs.earlier, self._window.runner.deeds
        what = self._number(6)
        if what == 0:
            deeds.clear_earlier()
        elif what < 3:
            deeds.put_back()
        elif earlier:
            deeds.remove(earlier[self._number(len(earlier))].run_id)

    def _rename(self) -> None:
        runs = self._window.runs.all
        if runs:
            run_id = runs[self._number(len(runs))].run_id
            deeds = self._window.runner.deeds
            change = deeds.rename if self._number(2) else deeds.set_note
            change(run_id, _NAMES[self._number(len(_NAMES))])

    def _set(self) -> None:
        form = self._window.learn.training_panel.form
        name, values = (
            ("learning_rate", (0.01, 0.3, 3.0)),
            ("seed", (1, 2, 3)),
            ("batch_size", (10, 100)),
            ("epochs", (1, 3)),
        )[self._number(4)]
        self.did += f" {name}"
        editor = form.learning_rate.spin_box if name == "learning_rate" else form.editors[name]
        editor.setValue(values[self._number(len(values))])

    def _choose_recipe(self) -> None:
        panel = self._window.learn.training_panel
        shown = panel.shown()
        if shown is not None:
            changes = _RECIPES[self._number(len(_RECIPES))]
            self.did += f" {changes}"
            panel.choose(shown.changed(**changes))

    def _choose_budget(self) -> None:
        mb = _BUDGETS_MB[self._number(len(_BUDGETS_MB))]
        self.did += f" {mb} MB"
        self._window.runs.set_moments_budget(mb << 20)

    def _change_data(self) -> None:
        name = str(self._data) if self._number(4) else "mnist"  # which takes longer
        self.did += f" {name}"
        self._window.shared.files.load_data(name)

    def _draw(self) -> None:
        a = self._window.actions_
        actions = [a.random_digit, a.random_digit, a.noise, a.clear]
        k = self._number(len(actions) + 1)
        if k < len(actions):
            actions[k].trigger()
            return
        canvas = self._window.shared.drawing_panel.canvas
        QTest.mousePress(canvas, _LEFT, pos=self._place(canvas))
        for _ in range(self._number(6)):
            QTest.mouseMove(canvas, self._place(canvas))
        QTest.mouseRelease(canvas, _LEFT, pos=self._place(canvas))

    def _change_workspace(self) -> None:
        names = ("learn", "learn", "landscape", "landscape", "inspect", "descent")
        self._window.show_workspace(names[self._number(len(names))])

    def _walk(self) -> None:
        """Drag the ball on either surface, as far as there is one in sight."""
        window = self._window
        alpha, beta = self._rng.normal(0, 1, 2)
        if window.workspace is window.landscape and self._number(2):
            window.landscape.contour.start_chosen.emit(float(alpha), float(beta))
        elif window.workspace is window.landscape:
            window.landscape.surface.view.surface_dragged.emit(float(alpha), float(beta))
        else:
            for _ in range(self._number(4)):
                window.learn.surface.surface_dragged.emit(float(alpha), float(beta))
            window.learn.surface.drag_ended.emit()
        if self._number(3) == 0:
            window.landscape.walk_bar.return_requested.emit()

    def _choose_plane(self) -> None:
        panel = self._window.landscape.panel
        if self._number(2):
            names = ("log_height", "path", "earlier", "gaps", "walk")
            panel.overlays.box(names[self._number(len(names))]).click()
            return
        box = panel.kind_chooser.box
        able = [k for k in range(box.count()) if box.itemData(k, Qt.ItemDataRole.ToolTipRole) == ""]
        box.setCurrentIndex(able[self._number(len(able))] if able else 1)

    def _save_session(self) -> None:
        self._keeping.sessions.save_to(self._sessions[self._number(2)])

    def _open_session(self) -> None:
        path = self._sessions[self._number(2)]
        if path.is_file():
            self._window.open_file(path)

    def _open_recent(self) -> None:
        menu = self._window.actions_.open_recent.menu()
        menu.aboutToShow.emit()
        actions = [one for one in menu.actions() if one.isEnabled() and not one.isSeparator()]
        if actions:
            action = actions[self._number(len(actions))]
            self.did += f" {action.text()}"
            action.trigger()

    def _save_and_open_run(self) -> None:
        path = self._data.parent / "saved.gdrun"
        if self._number(2) or not path.is_file():
            self._window.shared.files.save_to(path)
        else:
            self._window.open_file(path)

    def _autosave(self) -> None:
        autosave = self._keeping.autosave
        assert autosave is not None
        autosave.look()

    def _find_what_was_left(self) -> None:
        """Let there be what a killed window has left: the own ring once more, without its lock."""
        root = user_folder() / "autosave"
        rings = sorted(root.iterdir()) if root.is_dir() else []
        if rings:
            left = root / f"left-{self._number(1 << 30)}"
            try:
                shutil.copytree(rings[0], left)
            except shutil.Error:  # the oldest was taken away meanwhile
                shutil.rmtree(left)
                return
            for sitting in left.iterdir():
                sitting.rename(left / f"{sitting.name[:-6]}{self._number(1 << 24):06x}")
        recovery = self._keeping.findChild(RecoveryController)
        assert recovery is not None
        recovery.look()
        QTest.qWait(300)
        bar = self._window.findChild(RecoveryBar)
        if bar is not None and bar.isVisible():
            buttons = bar.findChildren(QPushButton)
            button = buttons[self._number(len(buttons))]
            self.did += f" {button.text()}"
            button.click()

    @property
    def _keeping(self):
        keeping = self._window.keeping
        assert keeping is not None
        return keeping

    @Slot()
    def _answer_dialog(self) -> None:
        dialog: QWidget | None = QApplication.activeModalWidget()
        if isinstance(dialog, QInputDialog) and self._number(4):
            dialog.setTextValue(_NAMES[self._number(len(_NAMES))])
            dialog.accept()
        else:
            super()._answer_dialog()
