"""Flags of the command line, made from what settings say they accept."""

from __future__ import annotations

import argparse
from collections.abc import Collection
from dataclasses import replace
from typing import Any, Final, Protocol

from gdstudio.settings.settings import Field, Settings

_SIGNS: Final = {"whole": "N", "real": "X", "choice": "NAME", "text": "TEXT"}


class TakesFlags(Protocol):
    """A parser, or a group of one."""

    def add_argument(self, flag: str, /, **described: Any) -> Any:
        """Add a flag."""


def add_flags(
    parser: TakesFlags,
    settings: type[Settings],
    names: Collection[str] = (),
    *,
    with_defaults: bool = True,
) -> None:
    """Add a flag for every setting, or those of `names`; what is not given stays out of the result.

    `with_defaults` says whether the help tells what holds if a flag is not given.
    """
    for field in _flags(settings, names):
        told = _help(field, with_default=with_defaults).replace("%", "%%")
        described: dict[str, Any] = {"default": argparse.SUPPRESS, "help": told}
        if field.kind == "switch":
            described["action"] = "store_true"
        else:
            described["metavar"] = field.sign or _SIGNS.get(field.kind, "A,B,...")
        parser.add_argument(flag_of(field.name), **described)


def given_flags(
    args: argparse.Namespace,
    settings: type[Settings],
    names: Collection[str] = (),
    *,
    high: float | None = None,
) -> dict[str, Any]:
    """Return the values of the flags that were given, under the names of the settings.

    `names` as for `add_flags`; `high` is the largest number accepted, if it is known to be another
    than the fields'.

    Raises:
        InvalidValue: One is not accepted.
    """
    return {
        field.name: text if field.kind == "switch" else _limited(field, high).parse(text)
        for field in _flags(settings, names)
        if (text := getattr(args, field.name, None)) is not None
    }


def flag_of(name: str) -> str:
    """Return the flag of a setting."""
    return f"--{name.replace('_', '-')}"


def _flags(settings: type[Settings], names: Collection[str]) -> list[Field]:
    return [one for one in settings.fields() if one.is_flag and (not names or one.name in names)]


def _limited(field: Field, high: float | None) -> Field:
    return field if high is None else replace(field, high=high)


def _help(field: Field, *, with_default: bool) -> str:
    if field.kind == "switch":
        return field.help
    name = f"{field.called[:1].upper()}{field.called[1:]}"
    accepted = "" if field.kind == "text" else f" {field.accepted}"
    default = f" ({field.write(field.default)})" if with_default else ""
    told = f"{accepted}{default}"
    return " ".join(filter(None, (f"{name}:", told and f"{told.strip()}.", field.help)))
