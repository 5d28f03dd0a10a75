"""What a person did in the workspace Descent, so that it can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QObject

from gdstudio.descent.functions import CostFunction, Point
from gdstudio.descent.methods import Racer
from gdstudio.studio.state.deeds import Deeds
from gdstudio.studio.state.descent_session import DescentSession

MOST_STEPS: Final = 20_000  # of descents that can come back as they were: about 20 MB


@dataclass(slots=True)
class Descending:
    """What is descended and how, and how far it has come.

    Attributes:
        function: The cost.
        method: How a single one descends.
        learning_rate: Its rate.
        start: Where it begins.
        racers: Who would race.
        racing: Whether they do.
        session: The descents; None once they were let go: they begin anew.
    """

    function: CostFunction
    method: str
    learning_rate: float
    start: Point
    racers: tuple[Racer, ...]
    racing: bool
    session: DescentSession | None


class DescentDeeds(QObject):
    """Notes each deed with what was descended before and after; lives in the GUI thread.

    The descents come back as they were left, as long as those kept have no more than `MOST_STEPS`
    updates together.
    """

    def __init__(
        self,
        deeds: Deeds,
        look: Callable[[], Descending],
        put: Callable[[Descending], None],
        parent: QObject,
    ) -> None:
        """Note what `look` returns; `put` makes the controller descend that again."""
        super().__init__(parent)
        self._deeds, self._look, self._put_there = deeds, look, put
        self._here = look()

    def follow(self) -> None:
        """Begin from how things are now: they changed without a deed."""
        self._here = self._look()

    def note(self, text: str, *, key: object = None, held: bool = False) -> None:
        """Note that something else is descended now, or otherwise."""
        before = self._here
        self.follow()
        after, can_put = self._here, self._can_put
        self._deeds.note(text, self._put, before, after, can_put=can_put, key=key, held=held)
        self._let_go()

    def _can_put(self, wanted: Descending, here: Descending) -> bool:
        is_here = _without_session(here) == _without_session(self._look())
        leads_elsewhere = _without_session(wanted) != _without_session(here)
        return is_here and (leads_elsewhere or wanted.session is not None)

    def _put(self, wanted: Descending) -> None:
        self._put_there(wanted)
        self.follow()

    def _let_go(self) -> None:
        kept: list[DescentSession] = []
        n_steps = 0
        for deed in self._deeds.deeds():
            for place in (deed.after, deed.before):
                session = place.session if isinstance(place, Descending) else None
                if session is None or session in kept:
                    continue
                n_steps += session.n_steps * len(session.descents)
                if n_steps > MOST_STEPS:
                    place.session = None
                else:
                    kept.append(session)


def _without_session(place: Descending) -> Descending:
    return replace(place, session=None)
