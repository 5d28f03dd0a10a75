"""A network handed to other programs, or taken over from them, in a thread of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from gdstudio.arrays import locked
from gdstudio.data.digits import DataSet
from gdstudio.files.atomic import write_file
from gdstudio.files.models.exporting import export_model, format_of
from gdstudio.files.models.found import NOTHING_SAID, Shape
from gdstudio.files.models.importing import facts_at_start, import_model
from gdstudio.files.run_file import RunFile
from gdstudio.jobs.subject import Subject
from gdstudio.learning.snapshot import TrainingState


@dataclass(frozen=True, slots=True, eq=False)
class ImportedRun:
    """A network of another program, to be gone on with.

    Attributes:
        path: Where it was read.
        run_file: The run that it begins.
        notes: What was taken otherwise than it stands in the file, one sentence each.
    """

    path: Path
    run_file: RunFile
    notes: tuple[str, ...]


def export_subject(path: Path, subject: Subject, data: DataSet) -> Path:
    """Write a network in the format that the name of the file says; return the path.

    The optimiser begins anew, for what is shown need not be a moment of which it was kept.

    Raises:
        InvalidValue: The name says no format.
        GdstudioError: The network cannot be written so, or the file cannot be written.
    """
    facts = replace(facts_at_start(subject.recipe, data), step=subject.step)
    parameters = locked(subject.parameters.astype(subject.recipe.dtype))
    state = TrainingState.of(facts, parameters, {})
    write_file(path, export_model(state, format_of(path).name))
    return path


def import_run(path: Path, data: DataSet, said: Shape = NOTHING_SAID) -> ImportedRun:
    """Return the network in a file as the beginning of a run with these digits.

    `said` is what the user says of its layers. Raises what `import_model` raises.
    """
    found = import_model(path, data, said)
    run_file = RunFile(found.state, None, data.name, datetime.now(UTC))
    return ImportedRun(path, run_file, found.notes)
