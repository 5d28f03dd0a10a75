"""What an action of the window says, and what Run and Reset do in a workspace."""

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

LINE: Final = None  # between two groups of a menu
