"""Networks learn what is simple before they memorise (Arpit et al. 2017)."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, Final

from numpy.typing import NDArray

from gdstudio.data.digits import DataSet
from gdstudio.experiments.difficulty import Difficulty, FirstEpochs, learn_first_epochs
from gdstudio.experiments.experiment import Experiment, Pace, Reference, Result, Table, Update
from gdstudio.experiments.fit import fit
from gdstudio.experiments.fit.results import FitResults, fit_tables
from gdstudio.experiments.memorization.charts import memorization_charts
from gdstudio.experiments.memorization.findings import memorization_findings
from gdstudio.experiments.memorization.plan import MemorizationSettings, Plan, effort
from gdstudio.experiments.sent_pictures import SentPictures, arrays_of
from gdstudio.experiments.workshop import Piece, Stage, Workshop
from gdstudio.pictures.charts import Chart
from gdstudio.texts import Text


def run_memorization(
    settings: MemorizationSettings, data: DataSet, workshop: Workshop
) -> Generator[Update, None, Result]:
    """Let networks learn true and meaningless data, and watch what is learned when."""
    few = settings.digits_from(data)
    plan = Plan.of(settings, SentPictures.of(few))
    results, first_epochs = FitResults(), dict[FirstEpochs, Piece]()
    pace, note = Pace(), Text("digits are prepared")

    def charts() -> tuple[Chart, ...]:
        known = _difficulties(plan, first_epochs)
        return memorization_charts(plan, results, known, few.train, settings.seed)

    for share, stage in _stages(plan, arrays_of(few), workshop):
        if isinstance(stage.item, FirstEpochs):
            if stage.piece is not None:
                first_epochs[stage.item] = stage.piece
            note = Text("first epochs: {0}", stage.item.corruption.title)
        elif stage.item is not None:
            results.take(stage)
            job = stage.item
            note = Text(
                "{0}, {1:,} digits, {2} wide",
                job.corruption.title,
                job.recipe.train_size,
                job.recipe.hidden[0],
            )
        if pace.is_due:
            yield Update(share, note, charts() or None)
    difficulties = _difficulties(plan, first_epochs)
    return Result(
        charts(),
        memorization_findings(plan, results, difficulties),
        (
            *fit_tables((*plan.curves, *plan.times), results, "validation"),
            _difficulty_table(difficulties, few),
        ),
        {"trainings": len(plan.curves) + len(plan.times), "first_epochs": settings.networks},
    )


def _difficulties(plan: Plan, pieces: Mapping[FirstEpochs, Piece]) -> dict[str, Difficulty]:
    """Return what is known of each kind of data, from the networks of one epoch so far."""
    found = {
        kind: [pieces[job] for job in jobs if job in pieces]
        for kind, jobs in plan.first_epochs.items()
    }
    return {kind: Difficulty.of(some) for kind, some in found.items() if some}


def _stages(
    plan: Plan, arrays: Sequence[NDArray[Any]], workshop: Workshop
) -> Iterator[tuple[float, Stage[Any]]]:
    """Do all the work, what is shown first at first; yield the share of all with each stage."""
    first_epochs = tuple(job for jobs in plan.first_epochs.values() for job in jobs)
    parts: tuple[tuple[Any, Sequence[Any], Any], ...] = (
        (fit, plan.curves, effort),
        (learn_first_epochs, first_epochs, attrgetter("effort")),
        (fit, plan.times, effort),
    )
    efforts = [sum(map(weigh, items)) for _, items, weigh in parts]
    done = 0.0
    for (work, items, weigh), amount in zip(parts, efforts, strict=True):
        for stage in workshop.finish(work, items, arrays, effort=weigh):
            yield (done + amount * stage.share) / sum(efforts), stage
        done += amount


def _difficulty_table(difficulties: dict[str, Difficulty], data: DataSet) -> Table:
    """Return how often each example was answered as labelled."""
    kinds = tuple(difficulties)
    shares = (difficulties[kind].share_right.tolist() for kind in kinds)
    rows = enumerate(zip(data.train.labels.tolist(), *shares, strict=False))
    return Table(
        "difficulty",
        ("example", "true_label", *(kind.lower().replace(" ", "_") for kind in kinds)),
        tuple((k, *row) for k, row in rows),
    )


MEMORIZATION: Final = Experiment(
    name="memorization",
    title=Text("Memorisation"),
    question=Text("What does a network learn first: the rule, or its examples by heart?"),
    paper=Text(
        "Networks that could memorise everything learn simple patterns first. True data "
        "are learned faster than noise, examples differ in how soon they are learned, "
        "and with noisy labels the accuracy on new data rises before it falls."
    ),
    scaled_down=Text(
        "The paper's perceptrons have two layers of 4,096 ReLUs and learn up to 50,000 digits of "
        "MNIST for 1,000 epochs with rate 0.01. Here they have two layers of 128 and learn 1,000 "
        "digits with rate 0.1 by default; of the training pictures all are noise or none. The "
        "paper's sensitivity to single examples and its critical sample ratio are not repeated."
    ),
    references=(
        Reference(
            "Arpit, Jastrzębski, Ballas, Krueger, Bengio, et al.",
            2017,
            "A closer look at memorization in deep networks",
            "ICML 2017",
            "https://arxiv.org/abs/1706.05394",
        ),
    ),
    presets={
        "default": MemorizationSettings(),
        "quick": MemorizationSettings(
            examples=500,
            width=64,
            noise_levels=(0.4, 0.8),
            widths=(32, 64, 128),
            sizes=(250, 500, 1000),
            networks=30,
        ),
        "large": MemorizationSettings(
            examples=5000,
            width=512,
            epochs=150,
            widths=(64, 128, 256, 512, 1024),
            sizes=(1000, 2000, 5000, 10_000),
        ),
    },
    run=run_memorization,
)
