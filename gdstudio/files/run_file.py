"""Run files (.gdrun): a run on the disk, to be gone on with as if it had never stopped.

A zip of `manifest.json` and .npy members: `parameters.npy`, `optimizer/<state>.npy`,
`history/<column>.npy` and `path/<array>.npy`; history and path may be missing, and the optimiser's
arrays where it begins anew.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
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
from gdstudio.files.npy import MalformedArray, array_from_bytes, array_to_bytes
from gdstudio.learning.history import History
from gdstudio.learning.moments import Moments
from gdstudio.learning.optimizers import find_optimizer
from gdstudio.learning.path import ParameterPath
from gdstudio.learning.snapshot import RunFacts, TrainingState
from gdstudio.texts import Text

Array = NDArray[Any]

SUFFIX: Final = ".gdrun"
_MANIFEST: Final = "manifest.json"
_PARAMETERS: Final = "parameters.npy"
_NAMES: Final = re.compile(
    r"manifest\.json|parameters\.npy|(optimizer|history|path)/[a-z][a-z0-9_]{0,40}\.npy"
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


def save_run(
    path: Path | str,
    state: TrainingState,
    history: History | None,
    data_name: str,
    moments: Moments | None = None,
    caption: Caption = NO_CAPTION,
) -> None:
    """Write a run, whole or not at all; history and moments may be None.

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
        arrays |= {f"path/{name}.npy": array for name, array in moments.path.to_arrays().items()}
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
        arrays = _folder(members, "path/")
        trajectory = ParameterPath.from_arrays(arrays, n) if arrays else None
        for name, kept in (("history", history), ("path", trajectory)):
            if kept is not None and kept.last_step > manifest.facts.step:
                raise Refused(
                    Text("{0} goes on to step {1:,}, beyond the run's end", name, kept.last_step)
                )
        return RunFile(
            state=state,
            history=history,
            data_name=manifest.data_name,
            saved_at=manifest.saved_at,
            moments=None if trajectory is None else Moments.restored((), trajectory),
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
