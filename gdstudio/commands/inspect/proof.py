"""What backpropagation says beside what is measured, and one example beside others."""

from __future__ import annotations

from typing import Any

import numpy as np

from gdstudio.commands.inspect.numbers import TOO_SMALL, number
from gdstudio.commands.inspect.opened_run import Example, OpenedRun, inputs_and_targets
from gdstudio.inside.examples_gradients import examples_gradients
from gdstudio.inside.trust import WeightCheck, check_at_random, check_weights
from gdstudio.jobs.nudges_job import NudgesFound, find_nudges


def tell_trust(opened: OpenedRun, example: Example, index: int) -> tuple[list[str], dict[str, Any]]:
    """Return line and plain values of the slope along one weight, measured in float64."""
    (check,) = check_weights(
        opened.network, *inputs_and_targets(example.digits), opened.cost, [index]
    )
    return [_line(check)], {"measured": _values(check)}


def tell_check(opened: OpenedRun, example: Example, n: int) -> tuple[list[str], dict[str, Any]]:
    """Return line and plain values of the slopes along so many weights, drawn by the run's seed."""
    rng = np.random.default_rng(opened.run_file.state.recipe.seed)
    checks = check_at_random(
        opened.network, *inputs_and_targets(example.digits), opened.cost, n, rng
    )
    agreeing = sum(check.agrees for check in checks)
    lines = [f"{agreeing} of {len(checks)} weights at random agree; the worst:", _line(checks[0])]
    return lines, {"checks": [_values(check) for check in checks]}


def tell_agreement(opened: OpenedRun, n: int) -> tuple[list[str], dict[str, Any]]:
    """Return lines and plain values of what the first training digits want, and all of them."""
    batch = opened.train(n)
    *_, whole = find_nudges(opened.subject, opened.train())
    assert isinstance(whole, NudgesFound)
    asked = inputs_and_targets(batch)
    found = examples_gradients(opened.network, *asked, opened.cost, whole.gradient)
    sizes = np.linalg.norm(found.gradients, axis=1)
    lines = [f"the first {len(batch)} training digits: size of the gradient, angle to their mean"]
    for k, (size, angle) in enumerate(zip(sizes, found.angles, strict=True)):
        lines.append(f"  train:{k}, a {batch.names[batch.labels[k]]}  {number(size)}  {angle:.1f}°")
    assert found.whole_angle is not None
    mean = number(float(np.linalg.norm(found.mean)))
    lines.append(f"their mean  {mean}, {found.whole_angle:.1f}° to the gradient of all digits")
    values = {
        "sizes": sizes.tolist(),
        "angles": found.angles.tolist(),
        "whole_angle": found.whole_angle,
    }
    return lines, {"examples": values}


def _line(check: WeightCheck) -> str:
    if not check.is_measured:
        return f"dC/d{check.name}: {number(check.analytic)}; its quotient is {TOO_SMALL}"
    numbers = f"{number(check.analytic)}, measured {number(check.numeric)}"
    said = "the same" if check.agrees else "not the same"
    return f"dC/d{check.name}: {numbers}, relative difference {check.relative_error:.1e}: {said}"


def _values(check: WeightCheck) -> dict[str, Any]:
    return {
        "weight": check.name,
        "gradient": check.analytic,
        "quotient": check.numeric if check.is_measured else None,
        "relative_difference": check.relative_error if check.is_measured else None,
        "agrees": check.agrees,
    }
