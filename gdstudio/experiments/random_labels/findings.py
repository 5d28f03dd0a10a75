"""What Zhang et al. 2017 claim, beside what came out."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from gdstudio.arrays import Array
from gdstudio.experiments.corrupted import (
    GAUSSIAN,
    RANDOM_LABELS,
    RANDOM_PIXELS,
    SHUFFLED_PIXELS,
    TRUE,
)
from gdstudio.experiments.experiment import Finding
from gdstudio.experiments.fit.results import FitResults
from gdstudio.experiments.random_labels.charts import FITTED
from gdstudio.experiments.random_labels.plan import Plan
from gdstudio.learning.recipe import Recipe
from gdstudio.numerals import percent
from gdstudio.texts import Text, joined

_BEGUN: Final = 0.95  # training accuracy whose times are compared
_ALIKE: Final = 0.25  # difference of two times that are called about equal
_SLACK: Final = 0.1  # of a time that should not fall
_SLOWER: Final = 1.5
_POINT: Final = 0.01


def random_labels_findings(
    plan: Plan, results: FitResults, n_classes: int, n_test: int
) -> tuple[Finding, ...]:
    """Return the claims beside what came out, means over the repeats."""
    times = {kind: _mean(results.epochs_until(f, _BEGUN)) for kind, f in plan.kinds.items()}
    test = {kind: _mean(results.at_end(f, "test_accuracy")) for kind, f in plan.kinds.items()}
    to_fit = np.array([_mean(results.epochs_until(fits, FITTED)) for fits in plan.partly])
    errors = np.array([1 - _mean(results.at_end(f, "test_accuracy")) for f in plan.partly])
    chance = 1 / n_classes
    three_sigma = 3 * math.sqrt(chance * (1 - chance) / n_test)
    return (
        _nothing_else_changed(plan, plan.kinds[TRUE][0].recipe),
        _all_is_fitted(plan, results),
        _order(times),
        _slower_with_noise(plan.probabilities, to_fit),
        _no_better_than_guessing(test[RANDOM_LABELS], chance, three_sigma, n_test),
        _error_rises(plan.probabilities, errors, chance),
        _shuffled_is_the_same(test),
        _noise_teaches_nothing(test, chance, three_sigma),
    )


def _nothing_else_changed(plan: Plan, recipe: Recipe) -> Finding:
    sizes = "-".join(map(str, recipe.hidden))
    return Finding(
        "Z-3",
        Text("Network, learning rate, schedule and seeds are the same for every kind of data."),
        Text(
            "“We do not need to change the learning rate schedule”; no hyperparameter was "
            "tuned when switching from true to random labels."
        ),
        Text(
            "The recipes of all {0} trainings were compared before the first began: hidden "
            "{1}, momentum, rate {2:g} times 0.95 each epoch, batches of {3}, {4} epochs.",
            len(plan.fits),
            sizes,
            recipe.learning_rate,
            recipe.batch_size,
            recipe.epochs,
        ),
        plan.only_the_data_differ,
    )


def _all_is_fitted(plan: Plan, results: FitResults) -> Finding:
    reached = {
        fits[0].corruption.title: results.at_end(fits, "train_accuracy")
        for fits in (*plan.kinds.values(), *plan.partly)
    }
    least = min(reached, key=lambda name: float(reached[name].min()))
    lowest = float(reached[least].min())
    return Finding(
        "Z-4",
        Text(
            "Every kind of data is fitted: training accuracy of at least {0}.", percent(FITTED, 0)
        ),
        Text("Perceptrons reach a training accuracy of 99.3 to 100 % on random labels (table 1)."),
        Text("Lowest of all {0} ({1}).", percent(lowest, 2), least),
        lowest >= FITTED,
    )


def _order(times: dict[str, float]) -> Finding:
    easy, hard = (TRUE, SHUFFLED_PIXELS), (GAUSSIAN, RANDOM_PIXELS)
    all_known = all(map(math.isfinite, times.values()))
    first, last = times[TRUE], times[SHUFFLED_PIXELS]
    ordered = (
        abs(first - last) <= _ALIKE * max(first, last)
        and max(times[k] for k in easy) < min(times[k] for k in hard)
        and max(times[k] for k in hard) < times[RANDOM_LABELS]
    )
    return Finding(
        "Z-5",
        Text(
            "Epochs to a training accuracy of {0}: true labels about as shuffled pixels, "
            "then Gaussian pictures and random pixels, then random labels.",
            percent(_BEGUN, 0),
        ),
        Text(
            "“Random pixels” and “Gaussian” start converging faster than “random labels” "
            "(figure 1a)."
        ),
        joined("; ", [Text("{0} {1}", kind, _epochs(times[kind])) for kind in times]) + ".",
        ordered if all_known else None,
    )


def _slower_with_noise(probabilities: tuple[float, ...], to_fit: Array) -> Finding:
    ratios = to_fit / to_fit[0]
    highest = np.maximum.accumulate(ratios)
    rises = bool((ratios[1:] >= (1 - _SLACK) * highest[:-1]).all())
    return Finding(
        "Z-6",
        Text(
            "The time to {0} does not fall as p grows ({1} allowed), and at p = 1 it is "
            "more than {2:g} times that of true labels.",
            percent(FITTED, 0),
            percent(_SLACK, 0),
            _SLOWER,
        ),
        Text("Convergence slows with label corruption, by a small factor (figure 1b)."),
        Text("Beside true labels: ")
        + joined(
            "; ",
            [
                f"p = {p:g}: " + (f"{ratio:.2f}" if math.isfinite(ratio) else Text("not reached"))
                for p, ratio in zip(probabilities, ratios, strict=True)
            ],
        )
        + Text(" (true labels {0}).", _epochs(to_fit[0])),
        rises and bool(ratios[-1] > _SLOWER) if np.isfinite(ratios).all() else None,
    )


def _no_better_than_guessing(
    accuracy: float, chance: float, three_sigma: float, n_test: int
) -> Finding:
    return Finding(
        "Z-7",
        Text(
            "After random labels the test accuracy is guessing: {0}, give or take {1} "
            "(three standard deviations of {2:,} guesses).",
            percent(chance, 1),
            percent(three_sigma, 1),
            n_test,
        ),
        Text("Test accuracy of 9.8 to 10.6 % after random labels (table 1)."),
        Text(
            "{0}. Answers to digits that look alike go together, so they scatter more than "
            "independent guesses.",
            percent(accuracy, 2),
        ),
        abs(accuracy - chance) <= three_sigma,
    )


def _error_rises(probabilities: tuple[float, ...], errors: Array, chance: float) -> Finding:
    highest = np.maximum.accumulate(errors)
    rises = bool((errors[1:] >= highest[:-1] - _POINT).all())
    at_guessing = abs(errors[-1] - (1 - chance)) <= 2 * _POINT
    return Finding(
        "Z-8",
        Text("The test error rises steadily with p (a point allowed), up to that of guessing."),
        Text("The generalisation error grows with label corruption up to 90 % (figure 1c)."),
        "; ".join(f"p = {p:g}: {percent(e, 1)}" for p, e in zip(probabilities, errors, strict=True))
        + ".",
        rises and bool(at_guessing),
    )


def _shuffled_is_the_same(test: dict[str, float]) -> Finding:
    difference = test[SHUFFLED_PIXELS] - test[TRUE]
    return Finding(
        "Z-9 shuffled",
        Text(
            "One order of the pixels for all pictures changes nothing for such a network: "
            "test accuracy within half a point of that of true labels."
        ),
        "",
        Text(
            "True labels {0}, shuffled pixels {1}: {2:+.2f} points.",
            percent(test[TRUE], 2),
            percent(test[SHUFFLED_PIXELS], 2),
            100 * difference,
        ),
        abs(difference) <= _POINT / 2,
    )


def _noise_teaches_nothing(test: dict[str, float], chance: float, three_sigma: float) -> Finding:
    noise = {kind: test[kind] for kind in (RANDOM_PIXELS, GAUSSIAN)}
    return Finding(
        "Z-9 noise",
        Text(
            "After pictures without meaning the test accuracy is guessing, {0} give or take {1}.",
            percent(chance, 1),
            percent(three_sigma, 1),
        ),
        "",
        joined("; ", [Text("{0} {1}", kind, percent(value, 2)) for kind, value in noise.items()])
        + Text(
            ". Random pixels keep the amount of ink of each digit, which tells something of it."
        ),
        all(abs(value - chance) <= three_sigma for value in noise.values()),
    )


def _mean(values: Array) -> float:
    """Return the mean; NaN if there is none or one is NaN."""
    return float(values.mean()) if len(values) else math.nan


def _epochs(time: float) -> str:
    return Text("{0:.1f} epochs", time) if math.isfinite(time) else Text("not reached")
