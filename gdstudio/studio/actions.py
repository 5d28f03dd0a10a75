"""Every action of the window, with its words, key and icon, and the menus made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from gdstudio.studio.icons import icon
from gdstudio.studio.text_size import TEXT_SIZES
from gdstudio.studio.theme import current_theme
from gdstudio.studio.translation import told, tr
from gdstudio.texts import Text


@dataclass(frozen=True, slots=True)
class Spec:
    """What an action says, for `MENUS`.

    Attributes:
        name: Its attribute in `Actions`.
        text: Its words, with the mnemonic.
        keys: Keys as text, or a standard key.
        icon: Name of its icon, or "".
        tip: One sentence for the tool tip.
    """

    name: str
    text: str
    keys: str | QKeySequence.StandardKey = ""
    icon: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class RunWords:
    """What Run and Reset do in a workspace, one sentence each, not yet translated.

    Attributes:
        run: While nothing runs.
        stop: While something runs.
        reset: Of Reset.
    """

    run: str = Text("Let the network learn")
    stop: str = Text("Let the network rest as it is")
    reset: str = Text("Back to a fresh network with the settings shown")


LEARN_WORDS: Final = RunWords()
DESCENT_WORDS: Final = RunWords(
    Text("Let the descent go on step by step"),
    Text("Let the descent rest where it is"),
    Text("Back to the start of the descent"),
)
EXPERIMENT_WORDS: Final = RunWords(
    Text("Run the experiment shown, with its settings"),
    Text("Stop the experiment that runs; what is finished is kept"),
    Text("Back to the usual settings of the experiment shown; what runs is cancelled"),
)


_Standard = QKeySequence.StandardKey
LINE: Final = None  # between two groups of a menu

MENUS: Final = {
    Text("&File"): (
        Spec("new_run", Text("&New run"), _Standard.New, "plus", Text("Start afresh")),
        Spec(
            "open_run", Text("&Open run…"), _Standard.Open, "open", Text("Go on with a saved run")
        ),
        Spec("open_recent", Text("Open &recent"), tip=Text("A run or data set used last")),
        Spec(
            "open_last_run",
            Text("Open &last sitting"),
            tip=Text(
                "Bring back the runs and results that were there when a window was closed last"
            ),
        ),
        Spec(
            "earlier_sittings",
            Text("Earlier si&ttings"),
            tip=Text("Bring back the runs and results of another sitting"),
        ),
        Spec(
            "save_run", Text("&Save run"), _Standard.Save, "save", Text("Keep this run in a file")
        ),
        Spec("save_run_as", Text("Save run &as…"), "Ctrl+Shift+S"),
        LINE,
        Spec("open_data", Text("Open &data set…"), tip=Text("A folder of MNIST-like files")),
        Spec("use_mnist", Text("Use &MNIST")),
        LINE,
        Spec(
            "open_experiment",
            Text("Open e&xperiment…"),
            "Ctrl+Shift+O",
            "open",
            Text("Show a result that was saved in a folder"),
        ),
        Spec(
            "save_experiment",
            Text("Sa&ve experiment…"),
            icon="save",
            tip=Text("Keep this result in a folder"),
        ),
        LINE,
        Spec("quit", Text("&Quit"), _Standard.Quit),
    ),
    Text("&Draw"): (
        Spec("undo", Text("&Undo"), _Standard.Undo, "undo", Text("Undo the last stroke")),
        Spec("redo", Text("&Redo"), _Standard.Redo, "redo", Text("Redo the stroke")),
        Spec("clear", Text("&Clear"), "Ctrl+Backspace", "clear", Text("Empty the canvas")),
        Spec("eraser", Text("&Eraser"), "E", "eraser", Text("Rub out instead of drawing")),
        LINE,
        Spec(
            "random_digit",
            Text("Random &test digit"),
            "D",
            "digit",
            Text("Show a digit the network has never seen"),
        ),
        Spec("noise", Text("&Noise"), "N", "noise", Text("Fill the canvas with pure chance")),
        Spec(
            "open_image",
            Text("Open &image…"),
            "Ctrl+I",
            "image",
            Text("A photo or drawing of a digit"),
        ),
        Spec(
            "next_mistake",
            Text("Next &mistake"),
            "M",
            "mistake",
            Text("Show the next test digit that the network gets wrong"),
        ),
        Spec("paste", Text("&Paste image"), _Standard.Paste),
        Spec("copy", Text("C&opy drawing"), _Standard.Copy),
    ),
    Text("&Run"): (
        Spec("run", Text("&Run"), "Space", "play", LEARN_WORDS.run),
        Spec(
            "step_example",
            Text("Step: one &example"),
            ",",
            "step-example",
            Text("Learn from one example"),
        ),
        Spec(
            "step_batch",
            Text("Step: one mini-&batch"),
            ".",
            "step-batch",
            Text("Learn from one mini-batch"),
        ),
        Spec(
            "step_epoch",
            Text("Step: one e&poch"),
            "Shift+.",
            "step-epoch",
            Text("Learn from all examples once"),
        ),
        LINE,
        Spec("descent_back", Text("Step &back"), ",", "undo", Text("Take back one update")),
        Spec("descent_step", Text("&Step"), ".", "step", Text("Do one update")),
        LINE,
        Spec(
            "uncover",
            Text("&Uncover row by row"),
            "U",
            "uncover",
            Text("Let the network read the digit row by row"),
        ),
        LINE,
        Spec("reset", Text("Rese&t"), "R", "reset", LEARN_WORDS.reset),
        Spec(
            "back",
            Text("Return to &last run"),
            "Shift+R",
            tip=Text("Go on with the run before the reset"),
        ),
        Spec(
            "compare_runs",
            Text("&Compare runs…"),
            "Ctrl+R",
            tip=Text("A table of the runs of this sitting: names, settings, results, notes"),
        ),
    ),
    Text("&View"): (
        Spec("show_drawing", Text("&Drawing"), "Ctrl+1"),
        Spec("show_settings", Text("&Settings"), "Ctrl+2"),
        Spec(
            "enlarge",
            Text("&Enlarge card"),
            "Ctrl+E",
            tip=Text("Let the card with the focus or under the mouse fill the page, or go back"),
        ),
        LINE,
        Spec("larger_text", Text("&Larger text"), "Ctrl+Shift++"),
        Spec("smaller_text", Text("S&maller text"), "Ctrl+Shift+-"),
        LINE,
        Spec("full_screen", Text("&Full screen"), "F11", "fullscreen"),
        Spec("reset_layout", Text("Reset &layout")),
        LINE,
        Spec("next_workspace", Text("&Next workspace"), "Ctrl+Tab"),
        Spec("previous_workspace", Text("&Previous workspace"), "Ctrl+Shift+Tab"),
    ),
    Text("&Help"): (
        Spec(
            "guide",
            Text("&Guide"),
            "F1",
            "help",
            Text("Open the guide: at the control under the mouse, else at this workspace"),
        ),
        Spec(
            "what_is_this",
            Text("&What is this?"),
            "Shift+F1",
            tip=Text("Then click a word, a control or a picture to read what it is"),
        ),
        Spec(
            "palette",
            Text("&Find anything…"),
            "Ctrl+Shift+P",
            "zoom",
            Text("Find an action, a setting, a page or a word by its name, and go there"),
        ),
        Spec("keys", Text("&Keyboard shortcuts"), "Ctrl+?"),
        LINE,
        Spec(
            "messages",
            Text("Status &messages"),
            tip=Text("The last messages of the status bar, with their times"),
        ),
        Spec(
            "licences",
            Text("&Licences"),
            tip=Text("What the program is made of, and under which licences"),
        ),
        Spec(
            "copy_diagnostics",
            Text("Copy &diagnostics"),
            icon="copy",
            tip=Text("Versions, screen, OpenGL and the log, for a report of a fault"),
        ),
        Spec("about", Text("&About Gradient Descent Studio"), icon="info"),
    ),
}
SPECS: Final = tuple(spec for menu in MENUS.values() for spec in menu if spec is not LINE)

# Hidden until the workspace is in sight to which they belong.
OF_ONE_WORKSPACE: Final = (
    "open_experiment",
    "save_experiment",
    "next_mistake",
    "descent_back",
    "descent_step",
    "uncover",
)
CHECKABLE: Final = ("eraser", "uncover", "show_drawing", "show_settings", "full_screen")
APPEARANCE_TITLES: Final = {
    "system": Text("As the system"),
    "light": Text("Light"),
    "dark": Text("Dark"),
    "light-contrast": Text("Light, high contrast"),
    "dark-contrast": Text("Dark, high contrast"),
}


class Actions(QObject):
    """Holds one QAction for each of `SPECS`, as attributes; groups of themes and text sizes."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._by_name: dict[str, QAction] = {}
        for spec in SPECS:
            self._by_name[spec.name] = self._make(spec)
        self.appearances = QActionGroup(self)
        for choice, title in APPEARANCE_TITLES.items():
            action = self.appearances.addAction(told(title))
            action.setData(choice)
            action.setCheckable(True)
        self.text_sizes = QActionGroup(self)
        for percent in TEXT_SIZES:
            action = self.text_sizes.addAction(tr("{0} %").format(percent))
            action.setData(percent)
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
        _explain(run, told(words.stop if running else words.run))
        _explain(self._by_name["reset"], told(words.reset))

    def look_changed(self) -> None:
        """Colour the icons anew; that of Run follows with `set_running`."""
        theme = current_theme()
        for spec in SPECS:
            if spec.icon and spec.name != "run":
                self._by_name[spec.name].setIcon(icon(spec.icon, theme))

    def _make(self, spec: Spec) -> QAction:
        action = QAction(told(spec.text), self)
        action.setObjectName(spec.name)
        action.setShortcut(QKeySequence(spec.keys))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setCheckable(spec.name in CHECKABLE)
        action.setVisible(spec.name not in OF_ONE_WORKSPACE)
        words = told(spec.tip) if spec.tip else action.text().replace("&", "").rstrip("…")
        _explain(action, words)
        return action


def _explain(action: QAction, words: str) -> None:
    """Say what an action does, in its tip with its keys, and in the status bar."""
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(f"{words} ({keys})" if keys else words)
    action.setStatusTip(words)


def run_words() -> tuple[str, str, str]:
    """Return what the run action may say: run, pause, cancel."""
    return tr("&Run"), tr("&Pause"), tr("&Cancel")


def build_menus(bar: QMenuBar, actions: Actions) -> None:
    """Fill the menu bar with every action, in the order of `SPECS`."""
    menus: dict[str, QMenu] = {}
    for title, specs in MENUS.items():
        menu = menus[title] = bar.addMenu(told(title))
        for spec in specs:
            if spec is LINE:
                menu.addSeparator()
            else:
                menu.addAction(getattr(actions, spec.name))
    view = menus["&View"]
    view.addSeparator()
    appearance = view.addMenu(tr("&Appearance"))
    appearance.addActions(actions.appearances.actions())
    view.addMenu(tr("&Text size")).addActions(actions.text_sizes.actions())
