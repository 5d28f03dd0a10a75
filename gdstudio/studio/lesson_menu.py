"""The menu Lesson: what gives a lesson, and what shows it to an audience."""

from __future__ import annotations

from typing import Final

from gdstudio.studio.menu_spec import LINE, Spec
from gdstudio.texts import Text

LESSON_SPECS: Final[tuple[Spec | None, ...]] = (
    Spec(
        "lesson_classic",
        Text("&Gradient descent, the lesson"),
        tip=Text("How neural networks learn, scene by scene, for an audience"),
    ),
    Spec(
        "lesson_first",
        Text("&First steps"),
        tip=Text("Ten minutes for one alone: each scene asks for one thing to do"),
    ),
    Spec(
        "lesson_open",
        Text("&Open lesson…"),
        tip=Text("A lesson of your own: a TOML file, see docs/lessons.md"),
    ),
    LINE,
    Spec("lesson_next", Text("&Next scene"), "PgDown", "forward", Text("Show the next scene")),
    Spec("lesson_previous", Text("&Previous scene"), "PgUp", "back", Text("Show the scene before")),
    Spec(
        "lesson_again",
        Text("Scene &again"),
        "Home",
        "reset",
        Text("Put the scene back as it was, whatever was done in it"),
    ),
    Spec(
        "lesson_scenes",
        Text("All &scenes…"),
        "Shift+S",
        tip=Text("Choose a scene from pictures of all; its number and Enter choose it at once"),
    ),
    Spec(
        "lesson_ask",
        Text("&Question"),
        "Shift+Q",
        "help",
        Text("Ask the audience the question of the scene; once more shows the answer"),
    ),
    LINE,
    Spec(
        "blank",
        Text("&Blank the picture"),
        "Shift+B",
        tip=Text("Show the audience nothing; once more shows the picture again"),
    ),
    Spec(
        "freeze",
        Text("Free&ze the picture"),
        "Shift+F",
        tip=Text("Let the audience see a still while one prepares; once more goes on"),
    ),
    Spec(
        "spotlight",
        Text("Spot&light"),
        "Shift+L",
        tip=Text("Dim all but what is looked at; then but a circle round the mouse; then nothing"),
    ),
    Spec(
        "halo",
        Text("&Halo round the mouse"),
        "Shift+H",
        tip=Text("A soft ring follows the mouse"),
    ),
    LINE,
    Spec(
        "audience",
        Text("Au&dience window"),
        tip=Text("A second window with the workspace alone, on the second screen if there is one"),
    ),
    Spec(
        "presenter",
        Text("Presenter's &panel"),
        "Shift+N",
        tip=Text("Notes, the next scene, the clock and the time used, for the presenter alone"),
    ),
    Spec(
        "lesson_take",
        Text("&Make a lesson from here…"),
        icon="camera",
        tip=Text("Add what stands here as a scene to a lesson of your own"),
    ),
    LINE,
    Spec(
        "guess_first",
        Text("G&uess first"),
        "Shift+G",
        tip=Text("Hide the answer: the class votes with the keys 0 to 9 before it is shown"),
    ),
    Spec(
        "guess_reveal",
        Text("Re&veal the answer"),
        "Shift+V",
        "eye",
        Text("Show what the network answers, and count who was right"),
    ),
    LINE,
    Spec("lesson_end", Text("&End lesson"), icon="close", tip=Text("Back to your own work")),
)
