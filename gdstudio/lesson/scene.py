"""A lesson: scenes, each complete in itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from gdstudio.texts import Text

NEW: Final = "new"  # a run that has learnt nothing, with the settings of the scene
END: Final = "end"  # the last moment of a run


@dataclass(frozen=True, slots=True)
class Act:
    """Something that happens once the scene stands, after what was before it.

    Attributes:
        action: The name of an action that is pressed; "" to wait.
        times: How often, one after the other.
        every: Seconds from one to the next, and after the last.
    """

    action: str
    times: int = 1
    every: float = 0.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a learner has to do until the next scene comes.

    Attributes:
        what: One of `WANTED`.
        value: How much, or which; None where that does not matter.
    """

    what: str
    value: float | str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What the audience sees and the presenter does; nothing of it depends on the scene before.

    Attributes:
        title: In a few words.
        sentence: One, for the audience.
        notes: For the presenter.
        question: To the audience; "" for none.
        answer: Hidden until it is asked for.
        look_at: Names of parts of the window that are lit.
        workspace: Which one is in sight.
        run: A run that comes with the program, a file beside the lesson, or `NEW`.
        beside: Runs that are drawn for comparison, named in the same way.
        at: Which moment of the run is shown: a step, the name of a mark, or `END`.
        drawing: "test:7", "train:7", "noise:3" (its seed), a picture beside the lesson, or "" for
            an empty canvas.
        enlarge: Names of the parts that fill the page side by side; mostly one, or none.
        acts: What happens.
        states: What stands in the workspaces, by their names, in the form of `Workspace.state`;
            what is not named is as it usually is.
        wanted: What a learner does here; None to read only.
        line: Of the file where it begins.
    """

    title: str
    sentence: str
    notes: str = ""
    question: str = ""
    answer: str = ""
    look_at: tuple[str, ...] = ()
    workspace: str = "learn"
    run: str = NEW
    beside: tuple[str, ...] = ()
    at: int | str = END
    drawing: str = ""
    enlarge: tuple[str, ...] = ()
    acts: tuple[Act, ...] = ()
    states: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    wanted: Wanted | None = None
    line: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """Scenes in their order.

    Attributes:
        path: The file it was read from.
        title: What it is called.
        about: What it shows, in a sentence.
        scenes: At least one.
    """

    path: Path
    title: str
    about: str
    scenes: tuple[Scene, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """What a scene may name.

    Attributes:
        actions: What can be pressed.
        parts: What can be lit and enlarged.
        states: The workspaces, and what usually stands in each.
    """

    actions: tuple[str, ...]
    parts: tuple[str, ...]
    states: Mapping[str, Mapping[str, Any]]


WANTED: Final[Mapping[str, str]] = {
    "drawn": Text("something was drawn by hand"),
    "answer": Text("the network answers this class"),
    "running": Text("training goes on"),
    "step": Text("the run has come to this step"),
    "accuracy": Text("so much of the test digits is right, from 0 to 1"),
    "rate": Text("the learning rate is another one"),
    "workspace": Text("this workspace is in sight"),
    "page": Text("this page of Inspect is in sight"),
    "walked": Text("the ball was dragged"),
    "moment": Text("an earlier moment is shown"),
    "descended": Text("Descent has done so many steps"),
    "opened": Text("a neuron is open"),
}


def merged(usual: Any, own: Any) -> Any:
    """Return what is usual with what is said otherwise, name by name, tables within tables too."""
    if not isinstance(usual, Mapping) or not isinstance(own, Mapping):
        return own
    return {**usual, **{name: merged(usual.get(name), value) for name, value in own.items()}}
