"""The experiments of one sitting: settings, what runs, and what came out; without Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gdstudio.experiments.experiment import Experiment
from gdstudio.experiments.workshop import Piece
from gdstudio.files.experiment_manifest import SavedExperiment
from gdstudio.pictures.charts import Chart
from gdstudio.settings.settings import SeededSettings


@dataclass(slots=True, eq=False)
class Outcome:
    """Something that came out in this sitting, or was opened.

    Attributes:
        saved: Settings and result.
        pieces: What it is made of, by name; empty if it was opened from a folder.
        folder: Where it is saved, or None.
        is_kept: It comes from a former sitting, where it stays, or with the program.
        comes_along: It comes with the program.
    """

    saved: SavedExperiment
    pieces: Mapping[str, Piece] = field(default_factory=dict)
    folder: Path | None = None
    is_kept: bool = False
    comes_along: bool = False


@dataclass(slots=True)
class Sitting:
    """What there is of one experiment.

    Attributes:
        experiment: Which one.
        settings: As its form says, if what it says is accepted.
        outcomes: The oldest first.
        shown: The outcome looked at; None while it runs or before anything came out.
        charts: What the run under way, or cancelled, has shown last.
        note: What came of a run that came to nothing, e.g. that it was cancelled; "" for nothing.
        message: What its form or its last run met that needs attention; "" for nothing.
    """

    experiment: Experiment
    settings: SeededSettings
    outcomes: list[Outcome] = field(default_factory=list)
    shown: Outcome | None = None
    charts: tuple[Chart, ...] = ()
    note: str = ""
    message: str = ""

    def add(self, outcome: Outcome) -> None:
        """Look at what came out."""
        self.outcomes.append(outcome)
        self.shown = outcome
        self.charts = ()
        self.note = ""
