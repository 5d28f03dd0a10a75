"""Networks learn labels by heart that mean nothing (Zhang et al. 2017)."""

from __future__ import annotations

from collections.abc import Generator
from operator import attrgetter
from typing import Final

from gdstudio.data.digits import DataSet
from gdstudio.experiments.experiment import Experiment, Pace, Reference, Result, Update
from gdstudio.experiments.fit import fit
from gdstudio.experiments.fit.results import FitResults, fit_tables
from gdstudio.experiments.random_labels.charts import kinds_wall, random_labels_charts
from gdstudio.experiments.random_labels.findings import random_labels_findings
from gdstudio.experiments.random_labels.plan import Plan, RandomLabelsSettings
from gdstudio.experiments.sent_pictures import SentPictures, arrays_of, first_digits
from gdstudio.experiments.workshop import Workshop
from gdstudio.learning.shapes import PictureShape
from gdstudio.texts import Text


def run_random_labels(
    settings: RandomLabelsSettings, data: DataSet, workshop: Workshop
) -> Generator[Update, None, Result]:
    """Fit every kind of data with one and the same recipe."""
    few = first_digits(data, settings.examples)
    plan = Plan.of(settings, SentPictures.of(few))
    assert plan.only_the_data_differ  # else nothing can be concluded from a comparison
    results, pace, n_classes = FitResults(), Pace(), data.train.n_classes
    wall = kinds_wall(few, settings.seed)
    work = workshop.finish(fit, plan.fits, arrays_of(few), effort=attrgetter("effort"))
    note = Text("{0} trainings", len(plan.fits))
    for stage in work:
        results.take(stage)
        if stage.item is not None:
            note = Text(
                "{0} of {1} learned, now {2}",
                results.n_finished,
                len(plan.fits),
                stage.item.corruption.title,
            )
        if pace.is_due:
            charts = random_labels_charts(plan, results, wall, n_classes)
            yield Update(stage.share, note, charts)
    return Result(
        random_labels_charts(plan, results, wall, n_classes),
        random_labels_findings(plan, results, n_classes, len(data.test)),
        fit_tables(plan.fits, results, "test"),
        {
            "parameters": settings.recipe(0).parameter_count(
                PictureShape.of(data.train), n_classes
            ),
            "training_digits": settings.examples,
            "trainings": len(plan.fits),
        },
    )


RANDOM_LABELS_EXPERIMENT: Final = Experiment(
    name="random-labels",
    title=Text("Random labels"),
    question=Text(
        "Can a network learn what means nothing, and what does that say of its learning?"
    ),
    paper=Text(
        "Networks that recognise pictures fit random labels just as perfectly, with nothing "
        "changed but the data: so the size of a network alone does not explain why it generalises."
    ),
    scaled_down=Text(
        "The paper trains on 50,000 pictures of CIFAR-10 in colour, each whitened; among its "
        "networks are perceptrons with one and three hidden layers of 512, momentum 0.9, rate 0.01 "
        "times 0.95 each epoch. Here it is MNIST, 2,000 digits by default, pixels from 0 to 1, and "
        "one hidden layer of 512. Momentum and decay are the paper's; first rate, batch size and "
        "number of epochs are ours, since the paper has no MNIST."
    ),
    references=(
        Reference(
            "Zhang, Bengio, Hardt, Recht, Vinyals",
            2017,
            "Understanding deep learning requires rethinking generalization",
            "ICLR 2017",
            "https://arxiv.org/abs/1611.03530",
        ),
    ),
    presets={
        "default": RandomLabelsSettings(),
        "quick": RandomLabelsSettings(examples=1000, width=256, probabilities=(0.5,)),
        "large": RandomLabelsSettings(examples=10_000, layers=3, epochs=60, learning_rate=0.05),
    },
    run=run_random_labels,
)
