"""Numbers as tables that any program can read (CSV, RFC 4180, point as decimal mark)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any


def csv_bytes(
    header: Iterable[str], rows: Iterable[Sequence[Any]], line_end: str = "\r\n"
) -> bytes:
    """Return a table as UTF-8 text; floats in the shortest form that reads back the same."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=line_end)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")
