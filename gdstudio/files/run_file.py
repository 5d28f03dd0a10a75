"""Run files (.gdrun): a run on the disk, to be gone on with as if it had never stopped.

A zip of `manifest.json` and .npy members: `parameters.npy`, `optimizer/<state>.npy`,
`history/<column>.npy`, `path/<array>.npy` and `moments/<array>.npy`; history, path and moments may
be missing, and the optimiser's arrays where it begins anew. With moments, the path's points are
among them and not written twice.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.errors import FileError, InvalidValue
from gdstudio.files.archive import read_archive, write_archive
from gdstudio.files.manifest import (
    NO_CAPTION,
    Caption,
    Manifest,
    Refused,
    manifest_from_bytes,
    manifest_to_bytes,
)
from gdstudio.learning.history import History
from gdstudio.learning.moment import BUDGET, Moment
from gdstudio.learning.moment_arrays import moments_from_arrays, moments_to_arrays
from gdstudio.learning.moments import Moments
from gdstudio.learning.optimizers import find_optimizer
from gdstudio.learning.path import MAX_POINTS, ParameterPath
from gdstudio.learning.snapshot import RunFacts, TrainingState
from gdstudio.npy import MalformedArray, array_from_bytes, array_to_bytes
from gdstudio.texts import Text

Array = NDArray[Any]

SUFFIX: Final = ".gdrun"
_MOST_FOR_MOMENTS: Final = 512 << 20  # bytes of what is written; a run takes a few of them besides
_MANIFEST: Final = "manifest.json"
_PARAMETERS: Final = "parameters.npy"
_NAMES: Final = re.compile(
    r"manifest\.json|parameters\.npy|(optimizer|history|path|moments)/[a-z][a-z0-9_]{0,40}\.npy"
)


@dataclass(frozen=True, slots=True, eq=False)
class RunFile:
    """What a run file holds.

    Attributes:
        state: Where the run stands; its arrays are read-only.
        history: What was noted on the way, None if nothing was.
        data_name: The data set it was made with, "mnist" or a folder.
        saved_at: When it was written.
        moments: Where the run has been, its path included; None if that was not kept.
        caption: What the user calls it and has noted.
    """

    state: TrainingState
    history: History | None
    data_name: str
    saved_at: datetime
    moments: Moments | None = None
    caption: Caption = NO_CAPTION

    @property
    def trajectory(self) -> ParameterPath | None:
        """The path through parameter space, None if it was not kept."""
        return None if self.moments is None else self.moments.path

    def copy(self) -> RunFile:
        """Return the same run with a history and moments of its own: it may be gone on with."""
        history, moments = self.history, self.moments
        return replace(
            self,
            history=None if history is None else History.from_arrays(history.to_arrays()),
            moments=None if moments is None else moments.copy(),
        )


def save_run(
    path: Path | str,
    state: TrainingState,
    history: History | None,
    data_name: str,
    moments: Moments | None = None,
    caption: Caption = NO_CAPTION,
    *,
    with_moments: bool = True,
) -> None:
    """Write a run, whole or not at all; history and moments may be None.

    Without moments it keeps the points of the path alone; `moments_size` tells what they take.
    Conventionally the path ends in ".gdrun"; `data_name` is "mnist" or the folder of the data set.
    Raises FileError if the file cannot be written, or the parameters are not finite.
    """
    if not np.isfinite(state.parameters).all():
        raise FileError(path, Text("is not written: the run's parameters are no longer finite"))
    arrays = {_PARAMETERS: state.parameters}
    arrays |= {f"optimizer/{name}.npy": array for name, array in state.optimizer_state.items()}
    if history is not None:
        arrays |= {f"history/{name}.npy": array for name, array in history.to_arrays().items()}
    if moments is not None:
        path_arrays = moments.path.to_arrays()
        if with_moments:
            if moments.budget > _MOST_FOR_MOMENTS:
                moments = moments.copy(budget=_MOST_FOR_MOMENTS)
                path_arrays = moments.path.to_arrays()
            del path_arrays["points"]
            kept = moments_to_arrays(moments)
            arrays |= {f"moments/{name}.npy": array for name, array in kept.items()}
        arrays |= {f"path/{name}.npy": array for name, array in path_arrays.items()}
    members = {name: array_to_bytes(array) for name, array in arrays.items()}
    checksums = {name: _sha256(data) for name, data in members.items()}
    manifest = manifest_to_bytes(state, data_name, checksums, caption)
    write_archive(path, {_MANIFEST: manifest, **members})


def load_run(path: Path | str) -> RunFile:
    """Return the run in a file; nothing in the file is trusted.

    Raises FileError: it is no run file, is damaged, or says something that cannot be.
    """
    members = read_archive(path, _NAMES)
    try:
        if _MANIFEST not in members:
            raise Refused(Text("is not a run of gdstudio"))
        manifest = manifest_from_bytes(members.pop(_MANIFEST))
        _check_sums(manifest, members)
        state = _state(manifest.facts, members)
        arrays, n = _folder(members, "history/"), len(state.parameters)
        history = History.from_arrays(arrays) if arrays else None
        if history is not None and history.last_step > manifest.facts.step:
            raise Refused(
                Text("history goes on to step {0:,}, beyond the run's end", history.last_step)
            )
        return RunFile(
            state=state,
            history=history,
            data_name=manifest.data_name,
            saved_at=manifest.saved_at,
            moments=_moments(manifest.facts, members, n),
            caption=manifest.caption,
        )
    except (Refused, InvalidValue) as error:
        raise FileError(path, error.text) from error


def _check_sums(manifest: Manifest, members: Mapping[str, bytes]) -> None:
    for name in members.keys() | manifest.checksums.keys():
        if name not in members:
            raise Refused(Text("{0} is missing", name[:60]))
        if manifest.checksums.get(name) != _sha256(members[name]):
            raise Refused(Text("{0} is damaged: its check sum is another", name))


def moments_size(moments: Moments, *, with_moments: bool = True) -> int:
    """Return how many bytes of a run file moments, or the path alone, take."""
    return moments.nbytes if with_moments else 4 * moments.n_parameters * len(moments.path)


def _moments(facts: RunFacts, members: Mapping[str, bytes], n: int) -> Moments | None:
    """Return the moments with the path, of older files the points of the path alone."""
    arrays, path_arrays = _folder(members, "moments/"), _folder(members, "path/")
    moments: list[Moment] = []
    budget = BUDGET
    if arrays:
        moments, budget = moments_from_arrays(arrays, facts, n)
        if "points" not in path_arrays:
            path_arrays["points"] = _points_among(moments, path_arrays, n)
    if not path_arrays:
        return None
    path = ParameterPath.from_arrays(path_arrays, n)
    if path.last_step > facts.step:
        raise Refused(Text("path goes on to step {0:,}, beyond the run's end", path.last_step))
    return Moments.restored(moments, path, budget=budget)


def _points_among(moments: list[Moment], arrays: Mapping[str, Array], n: int) -> Array:
    """Return the points of a path, shape (k, n), which are those of moments at its steps."""
    steps = arrays.get("steps")
    if steps is None:
        raise Refused(Text("holds moments without a path"))
    there = {moment.step: moment.parameters for moment in moments}
    wanted = steps.ravel().tolist()[: MAX_POINTS + 1]
    if not all(step in there for step in wanted):
        raise Refused(Text("has a path that is not among its moments"))
    return np.array([there[step] for step in wanted], np.float32).reshape(len(wanted), n)


def _state(facts: RunFacts, members: Mapping[str, bytes]) -> TrainingState:
    recipe = facts.recipe
    shape = (recipe.parameter_count(facts.in_shape, facts.n_out),)
    parameters = _vector(members, _PARAMETERS, shape, recipe.dtype)
    if not np.isfinite(parameters).all():
        raise Refused(Text("{0} holds numbers that are not finite", _PARAMETERS))
    found = {name for name in members if name.startswith("optimizer/")}
    begins_anew = not found and facts.optimizer_steps == 0
    names = () if begins_anew else find_optimizer(recipe.optimizer).state_names
    if found != {f"optimizer/{name}.npy" for name in names}:
        raise Refused(Text("does not hold the state of the optimizer {0}", recipe.optimizer))
    arrays = {
        name: _vector(members, f"optimizer/{name}.npy", shape, recipe.dtype) for name in names
    }
    return TrainingState.of(facts, parameters, arrays)


def _vector(members: Mapping[str, bytes], name: str, shape: tuple[int, ...], dtype: str) -> Array:
    array = _array(members, name)
    if array.shape != shape or array.dtype != np.dtype(dtype):
        found = f"{array.dtype} {array.shape}"
        raise Refused(Text("{0} is {1}, but the recipe needs {2} {3}", name, found, dtype, shape))
    return array


def _array(members: Mapping[str, bytes], name: str) -> Array:
    if name not in members:
        raise Refused(Text("{0} is missing", name))
    try:
        return array_from_bytes(members[name])
    except MalformedArray as error:
        raise Refused(Text("{0} {1}", name, error.args[0])) from error


def _folder(members: Mapping[str, bytes], folder: str) -> dict[str, Array]:
    return {
        name.removeprefix(folder).removesuffix(".npy"): _array(members, name)
        for name in members
        if name.startswith(folder)
    }


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
