"""What a person chooses for the whole window, in the dialog of preferences."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Final

from gdstudio.settings.settings import Settings, setting
from gdstudio.studio.text_size import TEXT_SIZES
from gdstudio.texts import Text

APPEARANCES: Final = ("system", "light", "dark", "light-contrast", "dark-contrast")
OPENGL: Final = ("auto", "software")
MOTIONS: Final = ("system", "always", "never")  # when motion is reduced


@dataclass(frozen=True, kw_only=True)
class WindowSettings(Settings):
    """All of them, checked as any settings are; they hold for every sitting."""

    text_size: int = setting(
        100,
        Text("Text size"),
        "whole",
        TEXT_SIZES[0],
        TEXT_SIZES[-1],
        help=Text("Of all that is written in the window, on the screen it stands on."),
    )
    appearance: str = setting(
        "system",
        Text("Theme"),
        "choice",
        choices=APPEARANCES,
        help=Text("Colours of the window; high contrast for poor light or poor eyes."),
    )
    motion: str = setting(
        "system",
        Text("Reduced motion"),
        "choice",
        choices=MOTIONS,
        help=Text("Nothing blinks, fades or slides. The system may ask for it, too."),
    )
    opengl: str = setting(
        "auto",
        Text("3-D surfaces"),
        "choice",
        choices=OPENGL,
        help=Text("Software draws them more slowly, but without the graphics card and its driver."),
    )
    threads: int | None = setting(
        None,
        Text("Threads"),
        "whole",
        1,
        max(os.cpu_count() or 1, 1),
        none=Text("auto"),
        help=Text("How many compute a loss surface while no network learns; beside a run it is 1."),
    )
    moments: int = setting(
        64,
        Text("Memory for moments, MB"),
        "whole",
        16,
        1024,
        step=16,
        help=Text("How much the past of a run may take; with more of it the past is finer."),
    )
    run_folder: str = setting(
        "",
        Text("Folder of runs"),
        help=Text("Where the window begins to look for runs, and to save them."),
    )
    picture_folder: str = setting(
        "",
        Text("Folder of pictures"),
        help=Text("Where the window begins to look for pictures, and to save pictures and tables."),
    )
