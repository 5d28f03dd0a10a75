"""Every action of the window, with its words, key and icon, for menus, buttons and key sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from gdstudio.studio.icons import icon
from gdstudio.studio.theme import current_theme


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """What an action says.

    Attributes:
        menu: The menu it stands in.
        name: Its attribute in `Actions`.
        text: Its words, with the mnemonic.
        keys: Keys as text, or a standard key.
        icon: Name of its icon, or "".
        tip: One sentence for the tool tip.
        separate: A line above it in the menu.
    """

    menu: str
    name: str
    text: str
    keys: str | QKeySequence.StandardKey = ""
    icon: str = ""
    tip: str = ""
    separate: bool = False


def _t(text: str) -> str:
    """Mark a text for translation (found by lupdate under the context Actions)."""
    return text


@dataclass(frozen=True, slots=True)
class RunWords:
    """What Run and Reset do in a workspace, one sentence each, not yet translated.

    Attributes:
        run: While nothing runs.
        stop: While something runs.
        reset: Of Reset.
    """

    run: str = _t("Let the network learn")
    stop: str = _t("Let the network rest as it is")
    reset: str = _t("Back to a fresh network with the settings shown")


LEARN_WORDS: Final = RunWords()
DESCENT_WORDS: Final = RunWords(
    _t("Let the descent go on step by step"),
    _t("Let the descent rest where it is"),
    _t("Back to the start of the descent"),
)
EXPERIMENT_WORDS: Final = RunWords(
    _t("Run the experiment shown, with its settings"),
    _t("Stop the experiment that runs; what is finished is kept"),
    _t("Back to the usual settings of the experiment shown; what runs is cancelled"),
)


_Standard = QKeySequence.StandardKey

SPECS: Final = (
    ActionSpec("&File", "new_run", _t("&New run"), _Standard.New, "plus", _t("Start afresh")),
    ActionSpec(
        "&File", "open_run", _t("&Open run…"), _Standard.Open, "open", _t("Go on with a saved run")
    ),
    ActionSpec(
        "&File",
        "open_last_run",
        _t("Open &last sitting"),
        "",
        "",
        _t("Bring back the runs and results that were there when a window was closed last"),
    ),
    ActionSpec(
        "&File",
        "earlier_sittings",
        _t("Earlier si&ttings"),
        "",
        "",
        _t("Bring back the runs and results of another sitting"),
    ),
    ActionSpec(
        "&File", "save_run", _t("&Save run"), _Standard.Save, "save", _t("Keep this run in a file")
    ),
    ActionSpec("&File", "save_run_as", _t("Save run &as…"), "Ctrl+Shift+S"),
    ActionSpec(
        "&File",
        "open_data",
        _t("Open &data set…"),
        "",
        "",
        _t("A folder of MNIST-like files"),
        True,
    ),
    ActionSpec("&File", "use_mnist", _t("Use &MNIST")),
    ActionSpec(
        "&File",
        "open_experiment",
        _t("Open e&xperiment…"),
        "Ctrl+Shift+O",
        "open",
        _t("Show a result that was saved in a folder"),
        True,
    ),
    ActionSpec(
        "&File",
        "save_experiment",
        _t("Sa&ve experiment…"),
        "",
        "save",
        _t("Keep this result in a folder"),
    ),
    ActionSpec("&File", "quit", _t("&Quit"), _Standard.Quit, "", "", True),
    ActionSpec("&Draw", "undo", _t("&Undo"), _Standard.Undo, "undo", _t("Undo the last stroke")),
    ActionSpec("&Draw", "redo", _t("&Redo"), _Standard.Redo, "redo", _t("Redo the stroke")),
    ActionSpec("&Draw", "clear", _t("&Clear"), "Ctrl+Backspace", "clear", _t("Empty the canvas")),
    ActionSpec("&Draw", "eraser", _t("&Eraser"), "E", "eraser", _t("Rub out instead of drawing")),
    ActionSpec(
        "&Draw",
        "random_digit",
        _t("Random &test digit"),
        "D",
        "digit",
        _t("Show a digit the network has never seen"),
        True,
    ),
    ActionSpec(
        "&Draw", "noise", _t("&Noise"), "N", "noise", _t("Fill the canvas with pure chance")
    ),
    ActionSpec(
        "&Draw",
        "open_image",
        _t("Open &image…"),
        "Ctrl+I",
        "image",
        _t("A photo or drawing of a digit"),
    ),
    ActionSpec(
        "&Draw",
        "next_mistake",
        _t("Next &mistake"),
        "M",
        "mistake",
        _t("Show the next test digit that the network gets wrong"),
    ),
    ActionSpec("&Draw", "paste", _t("&Paste image"), _Standard.Paste),
    ActionSpec("&Draw", "copy", _t("C&opy drawing"), _Standard.Copy),
    ActionSpec("&Run", "run", _t("&Run"), "Space", "play", LEARN_WORDS.run),
    ActionSpec(
        "&Run",
        "step_example",
        _t("Step: one &example"),
        ",",
        "step-example",
        _t("Learn from one example"),
    ),
    ActionSpec(
        "&Run",
        "step_batch",
        _t("Step: one mini-&batch"),
        ".",
        "step-batch",
        _t("Learn from one mini-batch"),
    ),
    ActionSpec(
        "&Run",
        "step_epoch",
        _t("Step: one e&poch"),
        "Shift+.",
        "step-epoch",
        _t("Learn from all examples once"),
    ),
    ActionSpec(
        "&Run", "descent_back", _t("Step &back"), ",", "undo", _t("Take back one update"), True
    ),
    ActionSpec("&Run", "descent_step", _t("&Step"), ".", "step", _t("Do one update")),
    ActionSpec(
        "&Run",
        "uncover",
        _t("&Uncover row by row"),
        "U",
        "uncover",
        _t("Let the network read the digit row by row"),
        True,
    ),
    ActionSpec(
        "&Run",
        "reset",
        _t("Rese&t"),
        "R",
        "reset",
        LEARN_WORDS.reset,
        True,
    ),
    ActionSpec(
        "&Run",
        "back",
        _t("Return to &last run"),
        "Shift+R",
        "",
        _t("Go on with the run before the reset"),
    ),
    ActionSpec("&View", "show_drawing", _t("&Drawing"), "Ctrl+1"),
    ActionSpec("&View", "show_settings", _t("&Settings"), "Ctrl+2"),
    ActionSpec("&View", "full_screen", _t("&Full screen"), "F11", "fullscreen", "", True),
    ActionSpec("&View", "reset_layout", _t("Reset &layout")),
    ActionSpec("&View", "next_workspace", _t("&Next workspace"), "Ctrl+Tab", "", "", True),
    ActionSpec("&View", "previous_workspace", _t("&Previous workspace"), "Ctrl+Shift+Tab"),
    ActionSpec("&Help", "guide", _t("&Guide"), "F1", "help"),
    ActionSpec("&Help", "keys", _t("&Keyboard shortcuts"), "Ctrl+?", ""),
    ActionSpec(
        "&Help",
        "licences",
        _t("&Licences"),
        "",
        "",
        _t("What the program is made of, and under which licences"),
        True,
    ),
    ActionSpec(
        "&Help",
        "copy_diagnostics",
        _t("Copy &diagnostics"),
        "",
        "copy",
        _t("Versions, screen, OpenGL and the log, for a report of a fault"),
    ),
    ActionSpec("&Help", "about", _t("&About Gradient Descent Studio"), "", "info"),
)

CHECKABLE: Final = ("eraser", "uncover", "show_drawing", "show_settings", "full_screen")
APPEARANCE_TITLES: Final = {
    "system": _t("As the system"),
    "light": _t("Light"),
    "dark": _t("Dark"),
}


class Actions(QObject):
    """Holds one QAction for each of `SPECS`, as attributes; and a group for the appearance."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._by_name: dict[str, QAction] = {}
        for spec in SPECS:
            self._by_name[spec.name] = self._make(spec)
        self.appearances = QActionGroup(self)
        for choice, title in APPEARANCE_TITLES.items():
            action = self.appearances.addAction(translated(title))
            action.setData(choice)
            action.setCheckable(True)

    def __getattr__(self, name: str) -> QAction:
        try:
            action: QAction = self.__dict__["_by_name"][name]
            return action
        except KeyError:
            raise AttributeError(name) from None

    @property
    def steps(self) -> tuple[QAction, ...]:
        """The actions that do one step of the run, from the smallest."""
        return tuple(self._by_name[name] for name in ("step_example", "step_batch", "step_epoch"))

    def all(self) -> list[QAction]:
        """Return every action, in the order of the menus."""
        return list(self._by_name.values())

    def set_running(
        self,
        running: bool,
        *,
        cancels: bool = False,
        words: RunWords = LEARN_WORDS,
    ) -> None:
        """Let Run and Reset say what pressing them will do."""
        run = self._by_name["run"]
        start, pause, cancel = run_words()
        run.setText((cancel if cancels else pause) if running else start)
        name = ("stop" if cancels else "pause") if running else "play"
        run.setIcon(icon(name, current_theme(), on_accent=True))
        _explain(run, translated(words.stop if running else words.run))
        _explain(self._by_name["reset"], translated(words.reset))

    def look_changed(self) -> None:
        """Colour the icons anew; that of Run follows with `set_running`."""
        theme = current_theme()
        for spec in SPECS:
            if spec.icon and spec.name != "run":
                self._by_name[spec.name].setIcon(icon(spec.icon, theme))

    def _make(self, spec: ActionSpec) -> QAction:
        action = QAction(translated(spec.text), self)
        action.setObjectName(spec.name)
        action.setShortcut(QKeySequence(spec.keys))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setCheckable(spec.name in CHECKABLE)
        words = translated(spec.tip) if spec.tip else action.text().replace("&", "").rstrip("…")
        _explain(action, words)
        return action


def _explain(action: QAction, words: str) -> None:
    """Say what an action does, in its tip with its keys, and in the status bar."""
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(f"{words} ({keys})" if keys else words)
    action.setStatusTip(words)


def run_words() -> tuple[str, str, str]:
    """Return what the run action may say: run, pause, cancel."""
    return translated("&Run"), translated("&Pause"), translated("&Cancel")


def translated(text: str) -> str:
    """Return the words in the user's language."""
    return QCoreApplication.translate("Actions", text)
