"""What `gdstudio train` says at its end."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gdstudio.commands.output import duration, print_json

if TYPE_CHECKING:
    from gdstudio.commands.train.job import TrainResult
    from gdstudio.files.elsewhere import Kept
    from gdstudio.learning.training import Training


def show(result: TrainResult, training: Training, kept: Kept, *, as_json: bool) -> None:
    """Print the result on standard output."""
    recipe, n = training.recipe, len(training.network.parameters)
    if as_json:
        held_out = {}
        if result.validation is not None:
            held_out["validation_cost"] = result.validation.cost
            held_out["validation_accuracy"] = result.validation.accuracy
        print_json(
            {
                "parameters": n,
                "steps": result.steps,
                "epochs": int(training.epoch),
                "seconds": round(result.seconds, 3),
                "steps_per_second": round(result.steps_per_second, 1),
                "train_cost": result.train.cost,
                "train_accuracy": result.train.accuracy,
                "test_cost": result.test.cost,
                "test_accuracy": result.test.accuracy,
                "seed": recipe.seed,
                "recipe": recipe.name,
                **held_out,
            }
        )
        return
    name = training.state().network_name
    print(f"{name}, {n:,} parameters, recipe {recipe.name}, seed {recipe.seed}")
    print(
        f"{result.steps:,} steps, {training.epoch:g} epochs, {duration(result.seconds)} "
        f"({result.steps_per_second:,.0f} steps/s)"
    )
    print(f"training accuracy {result.train.accuracy:.2%}, cost {result.train.cost:.4f}")
    print(f"test accuracy     {result.test.accuracy:.2%}, cost {result.test.cost:.4f}")
    if result.validation is not None:
        held = result.validation
        print(f"validation        {held.accuracy:.2%}, cost {held.cost:.4f}")
    if kept.problem is None and kept.place is not None:
        print(f"saved in {kept.place}")


def show_interrupted(training: Training, save: Path | None, kept: Kept) -> None:
    """Say on standard error where the run was stopped and whether it was kept."""
    place = "not kept (there was no --save)" if save is None else str(kept)
    print(
        f"gdstudio: interrupted at step {training.step:,}, epoch {training.epoch:.2f}; {place}",
        file=sys.stderr,
    )


def show_optimizer_begins_anew(path: Path, name: str) -> None:
    """Say on standard error that a run goes on otherwise than it would have."""
    print(
        f"gdstudio: {path} was kept without the state of its optimizer; {name} begins anew",
        file=sys.stderr,
    )
