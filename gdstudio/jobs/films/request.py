"""How a film is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from gdstudio.settings.settings import Field, Settings, setting
from gdstudio.texts import Text

ViewName = Literal["surface", "weights", "diagram", "cost", "window", "descent"]
VIEWS: Final[tuple[ViewName, ...]] = get_args(ViewName)
RUN_VIEWS: Final = VIEWS[:-1]  # of a run; the last is of Descent
_SIDES: Final = (64, 3840)  # pixels
_LAST: Final = 10**15

STEPS: Final = Field(Text("To step"), "whole", 0, _LAST, none="end", term=Text("last step"))


@dataclass(frozen=True, kw_only=True)
class FilmRequest(Settings):
    """A film.

    Attributes:
        view: What is shown: of a run, or a descent.
        seconds: How long it is.
        fps: Frames a second; a kind of file may only hold one near it.
        width: In pixels; a kind of file may only hold even ones.
        height: The same.
        turn: Degrees by which a surface turns from the first to the last frame.
        first: The step it begins with.
        last: The step it ends with; None is where the run stands.
    """

    view: ViewName = setting("surface", Text("View"), "choice", choices=VIEWS)
    seconds: float = setting(
        10.0, Text("Seconds"), "real", 0, 600, above=True, step=1, help=Text("How long it is")
    )
    fps: float = setting(
        20.0, Text("Frames a second"), "real", 1, 60, step=1, term=Text("fps"),
        help=Text("GIF holds 100, 50, 33.3, 25, 20 ... divided by a whole number: the nearest"),
    )  # fmt: skip
    width: int = setting(960, Text("Size"), "whole", *_SIDES, step=2, term=Text("width"))
    height: int = setting(540, Text("Height"), "whole", *_SIDES, step=2)
    turn: float = setting(
        0.0, Text("Turn (degrees)"), "real", -3600, 3600, step=15, term=Text("turn"),
        help=Text("How far a surface turns from the first frame to the last"),
    )  # fmt: skip
    first: int = setting(0, Text("From step"), "whole", 0, _LAST, term=Text("first step"))
    last: int | None = setting(None, STEPS)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.width, self.height
