"""The menus as a table: every action, with its words, key and icon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QKeySequence

from gdstudio.texts import Text


@dataclass(frozen=True, slots=True)
class Spec:
    """What an action says, for `MENUS`.

    Attributes:
        name: Its attribute in `Actions`.
        text: Its words, with the mnemonic.
        keys: Keys as text, the first is shown, or a standard key.
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
        Spec(
            "open_session",
            Text("Open sess&ion…"),
            tip=Text("Bring back all runs, results, the drawing and the views of a saved session"),
        ),
        Spec(
            "save_session",
            Text("Save session"),
            tip=Text("Keep all runs, results, the drawing and the views in one file"),
        ),
        Spec("save_session_as", Text("Save session as…")),
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
    Text("&Edit"): (
        Spec("undo", Text("&Undo"), _Standard.Undo, "undo", Text("Undo what was done last")),
        Spec("redo", Text("&Redo"), "Ctrl+Shift+Z; Ctrl+Y", "redo", Text("Do it again")),
        LINE,
        Spec("paste", Text("&Paste image"), _Standard.Paste),
        Spec("copy", Text("C&opy drawing"), _Standard.Copy),
        LINE,
        Spec(
            "preferences",
            Text("Pr&eferences…"),
            "Ctrl+,",
            tip=Text("Text size, theme, motion, 3-D surfaces, threads, memory, folders"),
        ),
    ),
    Text("&Draw"): (
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
        Spec(
            "step_back",
            Text("Take &back one step"),
            "Shift+,",
            tip=Text("Undo the last step by hand, to the last bit; up to 100 of them"),
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
    Text("&Time"): (
        Spec(
            "play_backward",
            Text("Play &backward"),
            "J",
            "play-back",
            Text("Show the run as it was, from here back to its beginning"),
        ),
        Spec(
            "play_forward",
            Text("Play &forward"),
            "L",
            "play",
            Text("Show the run as it was, from here on, or from its beginning"),
        ),
        Spec(
            "moment_before",
            Text("One moment &earlier"),
            icon="step-back",
            tip=Text("Show the network as it was one moment earlier (Left)"),
        ),
        Spec(
            "moment_after",
            Text("One moment &later"),
            tip=Text("Show the network as it was one moment later (Right)"),
        ),
        Spec("show_now", Text("&Now"), "Ctrl+End", tip=Text("Show the network as it is now")),
        LINE,
        Spec(
            "mark",
            Text("&Mark this moment…"),
            "B",
            tip=Text("Give the moment shown a name; it is kept whatever else is let go"),
        ),
        Spec(
            "branch_here",
            Text("&Go on from here"),
            "Ctrl+B",
            tip=Text("Begin a run of its own at the moment shown; the other one stays"),
        ),
        LINE,
        Spec(
            "draw_out_beginning",
            Text("&Draw out the beginning"),
            tip=Text("Give the first steps more room on the line of time"),
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
CHECKABLE: Final = (
    "eraser",
    "uncover",
    "draw_out_beginning",
    "show_drawing",
    "show_settings",
    "full_screen",
)
