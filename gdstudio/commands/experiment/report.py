"""What `gdstudio experiment` prints."""

from __future__ import annotations

import dataclasses
import shlex
import shutil
import sys
import textwrap
from pathlib import Path
from typing import Any, Final

from gdstudio.commands.output import duration, print_json
from gdstudio.experiments.catalogue import EXPERIMENTS
from gdstudio.experiments.experiment import Experiment, Finding
from gdstudio.files.experiment_manifest import SavedExperiment
from gdstudio.numerals import numeral

_VERDICTS: Final = {True: "holds", False: "does not hold", None: "cannot be told"}
_WIDEST: Final = 100  # characters
_LABEL: Final = 12
_NOT_SHOWN: Final = (list, dict)  # facts for programs


def show(saved: SavedExperiment, folder: Path | None, *, as_json: bool) -> None:
    """Print what came out on standard output; `folder` is where it was kept, or None."""
    if as_json:
        print_json(_json(saved))
        return
    experiment = saved.experiment
    print(f"{experiment.title} ({_cited(experiment)})")
    _print_labelled("Question", experiment.question)
    _print_labelled("The paper", experiment.paper)
    _print_labelled("Here", experiment.scaled_down)
    _print_labelled("Settings", _settings(saved))
    facts = [
        f"{name.replace('_', ' ')} {_number(value)}"
        for name, value in saved.result.facts.items()
        if not isinstance(value, _NOT_SHOWN)
    ]
    if facts:
        _print_labelled("Facts", "; ".join(facts))
    _print_labelled("Took", f"{duration(saved.seconds)} on {saved.data_name}")
    print()
    for finding in saved.result.findings:
        _print_finding(finding)
    if folder is not None:
        print(f"saved in {folder}")


def show_list(*, as_json: bool) -> None:
    """Print all experiments."""
    if as_json:
        print_json([_about(experiment) for experiment in EXPERIMENTS.values()])
        return
    for experiment in EXPERIMENTS.values():
        print(f"{experiment.name}: {experiment.title} ({_cited(experiment)})")
        for line in _wrapped(experiment.question, 2):
            print(line)
        print(f"  presets: {', '.join(experiment.presets)}")
        for reference in experiment.references:
            print(f"  {reference.authors} {reference.year}, {reference.title}, {reference.where}")
            print(f"    {reference.address}")


def interrupted(folder: Path | None) -> str:
    """Return the line that tells how to go on after an interruption."""
    if folder is None:
        return "gdstudio: interrupted; nothing was kept (there was no --save)"
    command = shlex.join(["gdstudio", *sys.argv[1:]])
    return f"gdstudio: interrupted; finished pieces are kept, to go on: {command}"


def _json(saved: SavedExperiment) -> dict[str, Any]:
    return {
        "experiment": saved.experiment.name,
        "settings": saved.settings.to_dict(),
        "data": {"name": saved.data_name, "identity": saved.data_identity},
        "facts": dict(saved.result.facts),
        "findings": [dataclasses.asdict(finding) for finding in saved.result.findings],
        "seconds": round(saved.seconds, 3),
        "versions": dict(saved.versions),
    }


def _about(experiment: Experiment) -> dict[str, Any]:
    names = ("name", "title", "question", "paper", "scaled_down")
    return {
        **{name: getattr(experiment, name) for name in names},
        "references": [dataclasses.asdict(reference) for reference in experiment.references],
        "presets": {name: preset.to_dict() for name, preset in experiment.presets.items()},
    }


def _cited(experiment: Experiment) -> str:
    return "; ".join(f"{one.authors} {one.year}" for one in experiment.references)


def _settings(saved: SavedExperiment) -> str:
    values = saved.settings.to_dict()
    shown = []
    for field in saved.settings.fields():
        value = values[field.name]
        text = ", ".join(map(_number, value)) if isinstance(value, list) else _number(value)
        shown.append(f"{field.label.lower()} {text}")
    return "; ".join(shown)


def _number(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "none"}[value]
    if isinstance(value, int):
        return f"{value:,}"
    return numeral(value) if isinstance(value, float) else str(value)


def _print_finding(finding: Finding) -> None:
    print(f"{finding.name}: {_VERDICTS[finding.holds]}")
    for line in _wrapped(finding.claim, 2):
        print(line)
    _print_labelled("measured", finding.measured, 2)
    if finding.paper:
        _print_labelled("the paper", finding.paper, 2)


def _print_labelled(label: str, text: str, indent: int = 0) -> None:
    first = f"{'':{indent}}{label:<{_LABEL}}"
    lines = _wrapped(text, indent + _LABEL)
    print(first + lines[0][indent + _LABEL :], *lines[1:], sep="\n")


def _wrapped(text: str, indent: int) -> list[str]:
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    space = " " * indent
    return textwrap.wrap(text, width, initial_indent=space, subsequent_indent=space) or [space]
