"""The menus as a table: every action, with its words, key and icon."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtGui import QKeySequence

from gdstudio.studio.lesson_menu import LESSON_SPECS
from gdstudio.studio.menu_spec import LEARN_WORDS, LINE, Spec
from gdstudio.texts import Text

_Standard = QKeySequence.StandardKey
MENUS: Final[Mapping[str, tuple[Spec | None, ...]]] = {
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
            "import_model",
            Text("Im&port model…"),
            tip=Text("Take over a network of another program: ONNX, safetensors or NumPy"),
        ),
        Spec(
            "export_model",
            Text("&Export model…"),
            tip=Text("Write the network shown for other programs, or as Python to be read"),
        ),
        Spec(
            "save_film",
            Text("Save &film…"),
            tip=Text("Make the past of the run a film: GIF, WebP, pictures, MP4 or WebM"),
        ),
        Spec(
            "record_window",
            Text("Record the &window…"),
            tip=Text("Make a film of the window as it is seen, until it is stopped"),
        ),
        Spec(
            "report",
            Text("Report…"),
            tip=Text(
                "One page about this run: settings, curves, surface, mistakes, how to repeat it"
            ),
        ),
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
        Spec(
            "open_data",
            Text("Open &data…"),
            tip=Text("A folder of pictures, a CSV, an NPZ or MNIST-like files, looked at first"),
        ),
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
        Spec(
            "copy",
            Text("C&opy"),
            _Standard.Copy,
            tip=Text("Copy the card with the focus as a picture, else the drawing"),
        ),
        LINE,
        Spec(
            "preferences",
            Text("Pr&eferences…"),
            "Ctrl+,",
            tip=Text("Text size, theme, motion, 3-D surfaces, threads, memory, folders"),
        ),
    ),
    Text("&Draw"): (
        Spec(
            "clear",
            Text("&Clear"),
            "Ctrl+Backspace",
            "clear",
            Text("Empty the canvas; so does Delete"),
        ),
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
            "flow",
            Text("Let the digit &flow through"),
            "F",
            "flow",
            Text("Follow the digit through the network, layer by layer"),
        ),
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
            "show_network",
            Text("&Network diagram"),
            "Ctrl+3",
            tip=Text("A small diagram of the network beside its weights, in Learn"),
        ),
        Spec(
            "enlarge",
            Text("&Enlarge card"),
            "Ctrl+E",
            tip=Text("Let the card with the focus or under the mouse fill the page, or go back"),
        ),
        LINE,
        # Where + is Shift and =, the system tells of Ctrl+Shift+= and never of the other.
        Spec("larger_text", Text("&Larger text"), "Ctrl+Shift++; Ctrl+Shift+="),
        Spec("smaller_text", Text("S&maller text"), "Ctrl+Shift+-"),
        LINE,
        Spec(
            "presentation",
            Text("&Presentation"),
            "F11",
            "fullscreen",
            Text("Full screen in large type, without menus; F11 or Escape goes back"),
        ),
        Spec(
            "reset_layout",
            Text("Reset &layout"),
            tip=Text("Give every card its usual place in all workspaces; can be undone"),
        ),
        LINE,
        Spec("next_workspace", Text("&Next workspace"), "Ctrl+Tab"),
        Spec("previous_workspace", Text("&Previous workspace"), "Ctrl+Shift+Tab"),
    ),
    Text("&Lesson"): LESSON_SPECS,
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
    "flow",
    "uncover",
)
CHECKABLE: Final = (
    "record_window",
    "eraser",
    "uncover",
    "draw_out_beginning",
    "show_drawing",
    "show_settings",
    "show_network",
    "presentation",
    "audience",
    "presenter",
    "guess_first",
)
