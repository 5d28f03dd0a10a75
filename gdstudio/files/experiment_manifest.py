"""result.json: what came out of an experiment, all but arrays, pictures and pieces."""

from __future__ import annotations

import dataclasses
import platform
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import numpy as np

import gdstudio
from gdstudio.experiments.catalogue import find_experiment
from gdstudio.experiments.experiment import Experiment, Finding, Result, Table
from gdstudio.files.manifest import Refused, check_version, number_in, table_in, time_in
from gdstudio.files.plain_values import plain
from gdstudio.settings.settings import SeededSettings
from gdstudio.texts import Text

FORMAT: Final = "gdstudio experiment"
VERSION: Final = 1
# The files that a result may name, all made by gdstudio; nothing else is ever read or removed.
FILES: Final = re.compile(r"(tables|pictures|charts)/[a-z0-9][a-z0-9_-]{0,80}\.(csv|png|npy)")
_MOST: Final = 1_000_000
_MOST_SECONDS: Final = 10**10
_DEEPEST: Final = 10


@dataclass(frozen=True, slots=True, eq=False)
class SavedExperiment:
    """An experiment that has come to its end.

    Attributes:
        experiment: What was done.
        settings: With these settings.
        result: What came out.
        seconds: How long it took.
        data_name: The data set, "mnist" or a folder.
        data_identity: SHA-256 of its training and test examples, in hexadecimal.
        saved_at: When it was finished.
        versions: Of gdstudio, NumPy and Python, by name.
    """

    experiment: Experiment
    settings: SeededSettings
    result: Result
    seconds: float
    data_name: str
    data_identity: str
    saved_at: datetime = dataclasses.field(default_factory=lambda: datetime.now(UTC))
    versions: Mapping[str, str] = dataclasses.field(
        default_factory=lambda: {
            "gdstudio": gdstudio.__version__,
            "numpy": np.__version__,
            "python": platform.python_version(),
        }
    )


def manifest_content(
    saved: SavedExperiment, charts: list[dict[str, Any]], checksums: Mapping[str, str]
) -> dict[str, Any]:
    """Return the content of result.json; `checksums` are the SHA-256 of every other file."""
    result = saved.result
    content = {
        "format": FORMAT,
        "version": VERSION,
        "experiment": saved.experiment.name,
        "title": saved.experiment.title,
        "settings": saved.settings.to_dict(),
        "seed": saved.settings.seed,
        "data": {"name": saved.data_name, "identity": saved.data_identity},
        "saved_at": saved.saved_at.isoformat(timespec="seconds"),
        "seconds": round(saved.seconds, 3),
        "versions": dict(saved.versions),
        "findings": [dataclasses.asdict(finding) for finding in result.findings],
        "facts": dict(result.facts),
        "tables": [dataclasses.asdict(table) for table in result.tables],
        "charts": charts,
        "checksums": dict(checksums),
    }
    ready: dict[str, Any] = plain(content)
    return ready


def saved_from_content(content: Mapping[str, Any], charts: tuple[Any, ...]) -> SavedExperiment:
    """Return the experiment in `manifest_content`'s form; nothing in it is trusted.

    Raises Refused of what cannot be, InvalidValue of an experiment or setting not accepted.
    """
    experiment = find_experiment(_text(content, "experiment"))
    data = table_in(content, "data")
    settings = type(experiment.default).from_dict(table_in(content, "settings"))
    result = Result(
        charts=charts,
        findings=tuple(map(_finding, _list(content, "findings"))),
        tables=tuple(map(_numbers, _list(content, "tables"))),
        facts=_facts(content),
    )
    return SavedExperiment(
        experiment=experiment,
        settings=settings,
        result=result,
        seconds=number_in(content, "seconds", _MOST_SECONDS),
        data_name=_text(data, "name"),
        data_identity=_text(data, "identity"),
        saved_at=time_in(content, "saved_at"),
        versions={str(name): str(v) for name, v in table_in(content, "versions").items()},
    )


def check_format(content: Mapping[str, Any]) -> None:
    """Raise Refused if this is no result.json of this version."""
    if content.get("format") != FORMAT:
        raise Refused(Text("is no result of an experiment of gdstudio"))
    check_version(content, VERSION)


def checksums_of(content: Mapping[str, Any]) -> dict[str, str]:
    """Return the files that a result.json names, with check sums; raise Refused of other names."""
    sums = table_in(content, "checksums")
    for name, value in sums.items():
        if not FILES.fullmatch(name) or not isinstance(value, str):
            raise Refused(Text("names the file {0!r}, which does not belong there", name[:60]))
    return sums


def _list(content: Mapping[str, Any], key: str) -> list[Any]:
    value = content.get(key)
    if not isinstance(value, list) or len(value) > _MOST:
        raise Refused(Text("holds no list of {0}", key))
    return value


def _text(content: Mapping[str, Any], key: str) -> str:
    value = content.get(key)
    if not isinstance(value, str) or len(value) > 4096:
        raise Refused(Text("{0} is not a text", key))
    return value


def _facts(content: Mapping[str, Any]) -> dict[str, Any]:
    facts = table_in(content, "facts")
    level: list[Any] = [facts]
    for _ in range(_DEEPEST):
        inner = [one.values() if isinstance(one, dict) else one for one in level]
        level = [v for one in inner for v in one if isinstance(v, (dict, list))]
    if level:
        raise Refused(Text("holds facts within facts, more than {0} deep", _DEEPEST))
    return facts


def _finding(content: Any) -> Finding:
    if not isinstance(content, dict):
        raise Refused(Text("holds a damaged finding"))
    holds = content.get("holds")
    if holds is not None and not isinstance(holds, bool):
        raise Refused(Text("says of a finding neither that it holds nor that it does not"))
    texts = {key: _text(content, key) for key in ("name", "claim", "paper", "measured")}
    return Finding(**texts, holds=holds)


def _numbers(content: Any) -> Table:
    if not isinstance(content, dict):
        raise Refused(Text("holds a damaged table"))
    columns, rows = _list(content, "columns"), _list(content, "rows")
    if not all(isinstance(column, str) for column in columns):
        raise Refused(Text("holds a table whose columns have no names"))
    for row in rows:
        if not isinstance(row, list) or len(row) != len(columns):
            raise Refused(Text("holds a table whose rows differ in length"))
        if not all(value is None or isinstance(value, (str, int, float)) for value in row):
            raise Refused(Text("holds a table of something else than numbers and texts"))
    return Table(_text(content, "name"), tuple(columns), tuple(map(tuple, rows)))
