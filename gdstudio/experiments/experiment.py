"""What an experiment is to the window and to the command line, and what comes out of one."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from gdstudio.data.digits import DataSet
from gdstudio.experiments.workshop import Workshop
from gdstudio.pictures.charts import Chart
from gdstudio.settings.settings import SeededSettings


@dataclass(frozen=True, slots=True)
class Reference:
    """Where something was published.

    Attributes:
        authors: As it is cited, e.g. "Zhang et al.".
        year: Of the publication.
        title: Of the paper.
        where: Where it appeared, e.g. "ICLR 2017".
        address: Where it can be read.
    """

    authors: str
    year: int
    title: str
    where: str
    address: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One claim beside what came out.

    Attributes:
        name: Short name of the claim, e.g. "Z-7".
        claim: What should come out, in one sentence.
        paper: What the paper says; empty if the claim is this program's own.
        measured: What came out, with its numbers.
        holds: Whether it did; None if these settings cannot tell.
    """

    name: str
    claim: str
    paper: str
    measured: str
    holds: bool | None


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers for a CSV file; each row has as many values as there are columns."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Update:
    """How far an experiment has come.

    Attributes:
        share: The work done, in [0, 1], never falling.
        note: What is being done, a few words.
        charts: What there is to see now, complete; None leaves what is shown.
    """

    share: float
    note: str
    charts: tuple[Chart, ...] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """What came out.

    Attributes:
        charts: What there is to see, the most telling first.
        findings: The claims beside what was measured; no number of a paper is a result.
        tables: Every number behind the charts.
        facts: Single figures by name, plain values ready for JSON.
    """

    charts: tuple[Chart, ...]
    findings: tuple[Finding, ...]
    tables: tuple[Table, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)


SOON: Final = ("quick", "kept")  # presets that take the least time
Run = Callable[[Any, DataSet, Workshop], Generator[Update, None, Result]]


@dataclass(frozen=True, slots=True)
class Experiment:
    """Something the literature found, to be repeated.

    Attributes:
        name: On the command line, e.g. "random-labels".
        title: As people read it.
        question: What one wants to know, in one sentence.
        paper: What the paper did, in one or two sentences.
        scaled_down: What is smaller or different here.
        references: Where it was published.
        presets: Settings by name, the default first; all of one type of settings.
        run: (settings, data, workshop) -> a generator of `Update`s that returns the `Result`. Left
            at any time by closing it; the same settings and data give the same result, whatever
            the workshop's number of workers, and whether pieces were finished before.
    """

    name: str
    title: str
    question: str
    paper: str
    scaled_down: str
    references: tuple[Reference, ...]
    presets: Mapping[str, SeededSettings]
    run: Run

    @property
    def default(self) -> SeededSettings:
        """The settings to begin with."""
        return next(iter(self.presets.values()))

    @property
    def soonest_first(self) -> Mapping[str, SeededSettings]:
        """The presets as the window offers them: what takes the least time is the first."""
        return dict(sorted(self.presets.items(), key=lambda item: item[0] not in SOON))


SECONDS: Final = 0.5  # often enough to see it live, seldom enough to cost nothing


class Pace:
    """Tells when the next update is due; what is computed never depends on it."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._next = time.monotonic()

    @property
    def is_due(self) -> bool:
        """True if the time has passed since it last was; the first time always."""
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + self._seconds
        return True
