"""Moments as plain arrays and back, where the arrays may come from anybody's file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import Array, locked_copy
from gdstudio.errors import InvalidValue
from gdstudio.learning.architecture_parts import MAX_PARTS
from gdstudio.learning.cost_buckets import LARGEST_COST, LAST_STEP
from gdstudio.learning.moment import LARGEST_BUDGET, MARKS, MOST, Kind, Moment
from gdstudio.learning.moments import LONGEST_NAME, Moments
from gdstudio.learning.optimizers import find_optimizer
from gdstudio.learning.recipe import MAX_LEARNING_RATE
from gdstudio.learning.snapshot import RunFacts, TrainingState
from gdstudio.texts import Text

_COUNTS: Final = ("step", "examples", "epoch", "position", "epochs", "optimizer_steps")
_REALS: Final = ("learning_rate", "rate", "cost")
_STATE_UNKNOWN: Final = -1  # examples of a moment without a state
_MOST_COUNTED: Final = 2**62
_MOST_NAME_BYTES: Final = 1 << 20
_ALWAYS: Final = ("budget", "counts", "held", "kinds", "names", "parameters", "reals")
_KINDS: Final = (Kind.PASSED | MARKS).value
_FROZEN: Final = "frozen"


def moments_to_arrays(moments: Moments) -> dict[str, Array]:
    """Return everything but the path as arrays for a run file; `moments_from_arrays` reads them.

    counts (k, 6) int64, kinds (k,) int64, reals (k, 3) float64, parameters (k, n) float32, and of
    the moments whose state takes more, `held` (m,) int64 says which they are, then parameters in
    the recipe's own precision and arrays of the optimiser, each (m, n). Names are JSON in bytes.
    If any layer was frozen on the way, `frozen` (k,) int64 has bit L - 1 set where layer L was.
    """
    kept = list(moments)
    states = [moment.state for moment in kept]
    frozen = [0 if state is None else _bits_of(state.recipe.frozen_layers) for state in states]
    held = [k for k, moment in enumerate(kept) if moment.state_bytes]
    exact = [state for k in held if (state := states[k]) is not None]
    arrays: dict[str, Array] = {
        "counts": np.array([_counts_of(moment) for moment in kept], np.int64).reshape(-1, 6),
        "kinds": np.array([(m.kind & ~Kind.ON_PATH).value for m in kept], np.int64),
        "reals": np.array([_reals_of(moment) for moment in kept], np.float64).reshape(-1, 3),
        "parameters": _stacked([m.parameters for m in kept], moments.n_parameters),
        "names": np.frombuffer(_names_of(kept), np.uint8),
        "held": np.array(held, np.int64),
        "budget": np.array([moments.budget], np.int64),
    }
    if exact and exact[0].parameters.dtype != np.float32:
        arrays["exact"] = np.array([state.parameters for state in exact])
    if any(frozen):
        arrays[_FROZEN] = np.array(frozen, np.int64)
    for name in exact[0].optimizer_state if exact else ():
        arrays[f"optimizer_{name}"] = np.array([state.optimizer_state[name] for state in exact])
    return arrays


def moments_from_arrays(
    arrays: Mapping[str, Array], facts: RunFacts, n: int
) -> tuple[list[Moment], int]:
    """Return the moments in arrays that may be untrusted, and the bytes they may take.

    Args:
        arrays: Name -> array.
        facts: Of the run they belong to.
        n: Parameters of its network.

    Raises:
        InvalidValue: An array is missing or unknown, or its shape, type or values are not those of
            moments of this run.
    """
    recipe = facts.recipe
    own = tuple(f"optimizer_{name}" for name in find_optimizer(recipe.optimizer).state_names)
    if recipe.dtype != "float32":
        own += ("exact",)
    any_held = len(_array(arrays, "held", np.int64, 1, MOST))
    needed = {*_ALWAYS, *(own if any_held else ()), *({_FROZEN} & set(arrays))}
    for name in sorted(needed ^ set(arrays)):
        found = Text("unknown") if name in arrays else Text("missing")
        raise InvalidValue(_name(name), found, Text("the arrays of moments"))
    budget = int(_of_shape(arrays, "budget", np.int64, (1,))[0])
    _require(0 < budget <= LARGEST_BUDGET, "budget", budget, f"1 to {LARGEST_BUDGET:,}")
    counts = _array(arrays, "counts", np.int64, 2, MOST)
    k = len(counts)
    _require(counts.shape == (k, 6), "counts", counts.shape, "(k, 6)")
    kinds = _of_shape(arrays, "kinds", np.int64, (k,))
    reals = _of_shape(arrays, "reals", np.float64, (k, 3), are_finite=False)
    parameters = _of_shape(arrays, "parameters", np.float32, (k, n))
    _check_counts(counts, facts)
    known = bool(((kinds >= 0) & (kinds <= _KINDS)).all())
    _require(known, "kinds", Text("unknown"), Text("kinds of moments"))
    _check_reals(reals)
    held = _array(arrays, "held", np.int64, 1, MOST)
    rising = len(held) == 0 or (held[0] >= 0 and held[-1] < k and bool((np.diff(held) > 0).all()))
    _require(rising, "held", Text("out of order"), Text("rising places of moments"))
    dtype = np.dtype(recipe.dtype).type
    exact = {name: _of_shape(arrays, name, dtype, (len(held), n)) for name in own if any_held}
    names = _names(arrays["names"], counts[:, 0])
    where = {int(place): row for row, place in enumerate(held)}
    facts_at = _facts_at(arrays, facts, k)
    moments = []
    for row in range(k):
        moment = _moment(counts[row], kinds[row], reals[row], parameters[row], facts_at[row])
        if row in where:
            moment = _made_exact(moment, {m: array[where[row]] for m, array in exact.items()})
        moments.append(_named(moment, names.get(moment.step, "")))
    return moments, budget


def _bits_of(layers: tuple[int, ...]) -> int:
    return sum(1 << layer - 1 for layer in layers)


def _facts_at(arrays: Mapping[str, Array], facts: RunFacts, k: int) -> list[RunFacts]:
    """Return the facts of the run at each of k moments as far as the frozen layers go."""
    bits = [0] * k
    if _FROZEN in arrays:
        found = _of_shape(arrays, _FROZEN, np.int64, (k,))
        inside = bool(((found >= 0) & (found < 1 << MAX_PARTS + 1)).all())
        _require(inside, _FROZEN, Text("out of range"), Text("layers of the network"))
        bits = found.tolist()
    with_frozen: dict[int, RunFacts] = {}
    for one in set(bits):
        layers = tuple(layer for layer in range(1, MAX_PARTS + 2) if one >> layer - 1 & 1)
        recipe = facts.recipe.changed(frozen_layers=layers)
        with_frozen[one] = replace(facts, recipe=recipe)
    return [with_frozen[one] for one in bits]


def _counts_of(moment: Moment) -> tuple[int, ...]:
    state = moment.state
    if state is None:
        return (moment.step, _STATE_UNKNOWN, 0, 0, 0, 0)
    return tuple(getattr(state, name) for name in _COUNTS)


def _reals_of(moment: Moment) -> tuple[float, ...]:
    return (
        0.0 if moment.state is None else moment.state.learning_rate,
        moment.rate,
        moment.cost,
    )


def _stacked(rows: list[NDArray[np.float32]], n: int) -> NDArray[np.float32]:
    return np.array(rows, np.float32).reshape(len(rows), n)


def _names_of(moments: list[Moment]) -> bytes:
    return json.dumps({str(m.step): m.name for m in moments if m.name}, ensure_ascii=False).encode()


def _moment(counts: Array, kind: int, reals: Array, parameters: Array, facts: RunFacts) -> Moment:
    here = locked_copy(parameters)
    rate, cost = float(reals[1]), float(reals[2])
    step, examples, epoch, position, epochs, optimizer_steps = (int(count) for count in counts)
    if examples == _STATE_UNKNOWN:
        return Moment(step, here, None, rate, cost, Kind(int(kind)))
    own = replace(
        facts, step=step, examples=examples, epoch=epoch, position=position, epochs=epochs,
        optimizer_steps=optimizer_steps, learning_rate=float(reals[0]),
    )  # fmt: skip
    return Moment(step, here, TrainingState.of(own, here, {}), rate, cost, Kind(int(kind)))


def _made_exact(moment: Moment, rows: dict[str, Array]) -> Moment:
    _require(moment.state is not None, "held", moment.step, Text("moments with a state"))
    assert moment.state is not None
    arrays = {name: locked_copy(row) for name, row in rows.items()}
    parameters = arrays.pop("exact", moment.parameters)
    optimizer = {name.removeprefix("optimizer_"): array for name, array in arrays.items()}
    return replace(
        moment, state=replace(moment.state, parameters=parameters, optimizer_state=optimizer)
    )


def _named(moment: Moment, name: str) -> Moment:
    is_named = Kind.NAMED in moment.kind
    _require(is_named == bool(name), "names", moment.step, Text("the steps that have a name"))
    return replace(moment, name=name) if name else moment


def _check_counts(counts: NDArray[np.int64], facts: RunFacts) -> None:
    steps = counts[:, 0]
    in_order = len(steps) == 0 or (steps[0] >= 0 and bool((np.diff(steps) > 0).all()))
    _require(in_order, "counts", Text("out of order"), Text("rising steps from 0"))
    last = int(steps[-1]) if len(steps) else 0
    accepted = Text("steps up to that of the run, {0:,}", facts.step)
    _require(last <= min(facts.step, LAST_STEP), "counts", last, accepted)
    known = counts[:, 1] != _STATE_UNKNOWN
    inside = (counts >= 0) & (counts <= _MOST_COUNTED)
    _require(
        bool(inside[known].all() and inside[:, 2:].all()), "counts", Text("out of range"),
        Text("whole numbers from 0"),
    )  # fmt: skip


def _check_reals(reals: NDArray[np.float64]) -> None:
    rates = (reals[:, 0] >= 0) & (reals[:, 0] <= MAX_LEARNING_RATE)
    rest = reals[:, 1:]
    small = np.isnan(rest) | (np.abs(rest) <= LARGEST_COST)
    inside = bool(rates.all()) and bool(small.all())
    _require(inside, "reals", Text("out of range"), Text("learning rates and costs"))


def _names(array: Array, steps: NDArray[np.int64]) -> dict[int, str]:
    fits = array.ndim == 1 and array.dtype == np.uint8 and len(array) <= _MOST_NAME_BYTES
    _require(fits, "names", f"{array.dtype} {array.shape}", Text("names as bytes"))
    accepted = Text("a name of 1 to {0} characters for steps of moments", LONGEST_NAME)
    try:
        said = json.loads(array.tobytes())
    except (ValueError, RecursionError) as error:
        raise InvalidValue(_name("names"), Text("damaged"), accepted) from error
    _require(isinstance(said, dict), "names", Text("damaged"), accepted)
    there = {str(step) for step in steps.tolist()}
    for step, name in said.items():
        plain = isinstance(name, str) and 0 < len(name) <= LONGEST_NAME and name.isprintable()
        _require(plain and step in there, "names", str(name)[:LONGEST_NAME], accepted)
    return {int(step): name for step, name in said.items()}


def _array(
    arrays: Mapping[str, Array], name: str, dtype: type[np.generic], ndim: int, most: int
) -> Array:
    if name not in arrays:
        raise InvalidValue(_name(name), Text("missing"), Text("the arrays of moments"))
    array = arrays[name]
    found = f"{array.dtype} {array.shape}"
    fits = array.dtype == dtype and array.ndim == ndim and len(array) <= most
    _require(fits, name, found, Text("{0}, at most {1:,} moments", np.dtype(dtype), most))
    return array


def _of_shape(
    arrays: Mapping[str, Array],
    name: str,
    dtype: type[np.generic],
    shape: tuple[int, ...],
    *,
    are_finite: bool = True,
) -> Array:
    array = arrays[name]
    fits = array.dtype == dtype and array.shape == shape
    _require(fits, name, f"{array.dtype} {array.shape}", f"{np.dtype(dtype)} {shape}")
    if are_finite:
        is_finite = bool(np.isfinite(array).all())
        _require(is_finite, name, Text("not finite"), Text("finite numbers"))
    return array


def _name(name: str) -> Text:
    return Text("moments array {0}", name)


def _require(holds: bool, name: str, value: object, accepted: str) -> None:
    if not holds:
        raise InvalidValue(_name(name), value, accepted)
