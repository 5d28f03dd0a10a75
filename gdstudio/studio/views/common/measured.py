"""What is measured of a run, by the names that it has everywhere in the window."""

from __future__ import annotations

from gdstudio.studio.translation import tr


def measured(quantity: str) -> str:
    """Return the name of "train_cost", "test_cost", "train_accuracy" or "test_accuracy".

    It is lower case, and short enough to stand under a figure.
    """
    names = {
        "train_cost": tr("training cost"),
        "test_cost": tr("test cost"),
        "train_accuracy": tr("training acc."),
        "test_accuracy": tr("test accuracy"),
    }
    return names[quantity]
