"""What this program writes into a model file beside the weights: the manifest of the run."""

from __future__ import annotations

from dataclasses import replace

from gdstudio.errors import InvalidValue
from gdstudio.files.manifest import Manifest, Refused, manifest_from_bytes, manifest_to_bytes
from gdstudio.learning.snapshot import RunFacts, TrainingState

NAME = "gdstudio"  # of the array or the entry of metadata


def about_bytes(state: TrainingState) -> bytes:
    """Return settings and facts of a run as JSON, for other people's eyes.

    The state of the optimiser is not in the file, nor is the name of a folder with data.
    """
    facts = {name: getattr(state, name) for name in RunFacts.__dataclass_fields__}
    facts["recipe"] = state.recipe.changed(data="mnist")
    return manifest_to_bytes(replace(RunFacts(**facts), optimizer_steps=0), "mnist", {})


def read_about(data: bytes) -> Manifest | None:
    """Return what stands there; None if it is nothing that this program reads."""
    try:
        return manifest_from_bytes(data)
    except (Refused, InvalidValue):
        return None
