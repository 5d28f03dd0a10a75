"""What the card of the race shows, to be taken away."""

from __future__ import annotations

from collections.abc import Sequence

from gdstudio.descent.methods import Racer
from gdstudio.descent.race import RaceResult
from gdstudio.numerals import numeral, whole
from gdstudio.pictures.figure import Figure
from gdstudio.pictures.figures.charts import table_of
from gdstudio.pictures.figures.texts import TextTable, texts_figure
from gdstudio.studio.state.descent_session import method_title
from gdstudio.studio.translation import tr
from gdstudio.studio.views.descent.descent_metrics import figure, state_words

_NAMES = (
    "method", "learning rate", "cost at the start", "cost", "steps", "steps to the goal",
    "place", "state",
)  # fmt: skip


def race_figure(title: str, results: Sequence[RaceResult], places: Sequence[int | None]) -> Figure:
    """Return how each racer does, in their order."""
    shown, numbers = [], []
    for result, place in zip(results, places, strict=True):
        method, rate = method_title(result.racer.method), result.learning_rate
        state = tr("on its way") if result.ended is None else state_words()[result.ended]
        reached = result.steps_to_target
        costs = result.start_cost, result.final_cost
        numbers.append((method, rate, *costs, result.n_steps, reached, place, state))
        texts = [*map(figure, costs), *map(_whole, (result.n_steps, reached, place))]
        shown.append((method, numeral(rate), *texts, state))
    header = (
        tr("method"), tr("learning rate"), tr("cost at the start"), tr("cost"), tr("steps"),
        tr("steps to the goal"), tr("place"), tr("state"),
    )  # fmt: skip
    texts_shown = TextTable(header, tuple(shown))
    return texts_figure("race", title, (), texts_shown, table_of(_NAMES, numbers))


def racers_figure(title: str, racers: Sequence[Racer]) -> Figure:
    """Return who races, before anybody has moved."""
    numbers = [(method_title(one.method), one.learning_rate) for one in racers]
    shown = tuple((name, "" if rate is None else numeral(rate)) for name, rate in numbers)
    texts = TextTable((tr("method"), tr("learning rate")), shown)
    return texts_figure("race", title, (), texts, table_of(_NAMES[:2], numbers))


def _whole(count: int | None) -> str:
    return "–" if count is None else whole(count)
