"""What `gdstudio descend --save` writes: the steps as a table, or a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from gdstudio.commands.descend.job import Outcome
from gdstudio.errors import InvalidValue
from gdstudio.files.atomic import check_writable, write_file
from gdstudio.files.tables import csv_bytes

_ENDINGS: Final = (".csv", ".png")


def check_save(path: Path) -> None:
    """Say so before the work begins if a file cannot be written.

    Raises:
        InvalidValue: Its ending is unknown.
        FileError: It cannot be written.
    """
    if path.suffix.lower() not in _ENDINGS:
        raise InvalidValue("save", str(path), f"a file that ends in {' or '.join(_ENDINGS)}")
    check_writable(path)


def save(path: Path, outcome: Outcome) -> str:
    """Write what the ending asks for; return what a picture cannot show. Raises FileError."""
    if path.suffix.lower() == ".csv":
        write_file(path, csv_table(outcome))
        return ""
    from gdstudio.commands.descend.picture import picture

    png, remark = picture(outcome)
    write_file(path, png)
    return remark


def csv_table(outcome: Outcome) -> bytes:
    """Return one line a step: step, coordinates, cost and length of the gradient.

    A race has the optimiser and its rate in front. Numbers have all their digits.
    """
    head = ["optimizer", "learning_rate"] if outcome.is_race else []
    rows = [
        (
            *([track.method, track.learning_rate] if outcome.is_race else []),
            *(item.step, *item.position.tolist(), item.cost, item.gradient_norm),
        )
        for track in outcome.tracks
        for item in track.path
    ]
    names = [*head, "step", *outcome.function.variables, "cost", "gradient_norm"]
    return csv_bytes(names, rows, "\n")
