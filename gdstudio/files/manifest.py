"""The first member of a run file: everything about a run that is not an array."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import gdstudio
from gdstudio.data.class_names import MAX_LENGTH
from gdstudio.errors import GdstudioError
from gdstudio.learning.recipe import MAX_LEARNING_RATE, Recipe
from gdstudio.learning.shapes import PictureShape
from gdstudio.learning.snapshot import RunFacts
from gdstudio.texts import Text

FORMAT: Final = "gdstudio run"
VERSION: Final = 1
MAX_NAME: Final = 60  # characters
MAX_NOTE: Final = 2000
_MAX_BYTES: Final = 1 << 20
_MAX_COUNT: Final = 2**62
_MAX_IN: Final = 1 << 20
_MAX_OUT: Final = 256


class Refused(GdstudioError):
    """A run file says something that cannot be; `str(error)` is the reason, without the file."""


@dataclass(frozen=True, slots=True)
class Caption:
    """What the user calls a run, and has noted of it; "" for nothing."""

    name: str = ""
    note: str = ""


NO_CAPTION: Final = Caption()


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a run file says about its run, checked.

    Of `data_name`, "mnist" or a folder; the check sums are SHA-256 of every other member.
    """

    facts: RunFacts
    data_name: str
    saved_at: datetime
    checksums: dict[str, str]
    caption: Caption = NO_CAPTION


def manifest_to_bytes(
    state: RunFacts,
    data_name: str,
    checksums: Mapping[str, str],
    caption: Caption = NO_CAPTION,
) -> bytes:
    """Return the manifest of a run as JSON."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "gdstudio": gdstudio.__version__,
        "saved_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "recipe": state.recipe.to_dict(),
        "sizes": [state.in_shape.size, *state.recipe.hidden, state.n_out],
        "picture": list(state.in_shape),
        "step": state.step,
        "examples": state.examples,
        "epoch": state.epoch,
        "position": state.position,
        "learning_rate": state.learning_rate,
        "epochs": state.epochs,
        "optimizer": {"name": state.recipe.optimizer, "steps": state.optimizer_steps},
        "data": {"name": data_name, "identity": state.data_identity},
        "classes": list(state.class_names),
        "checksums": dict(checksums),
    }
    if caption != NO_CAPTION:
        content["caption"] = {"name": caption.name, "note": caption.note}
    return json.dumps(content, indent=1, allow_nan=False).encode()


def manifest_from_bytes(data: bytes) -> Manifest:
    """Return the manifest in `manifest_to_bytes`'s form; nothing in it is trusted.

    Raises Refused of no manifest of this version, InvalidValue of a setting not accepted.
    """
    content = _parse(data)
    if content.get("format") != FORMAT:
        raise Refused(Text("is not a run of gdstudio"))
    check_version(content, VERSION)
    recipe = Recipe.from_dict(table_in(content, "recipe"))
    optimizer, source = table_in(content, "optimizer"), table_in(content, "data")
    if optimizer.get("name") != recipe.optimizer:
        raise Refused(Text("recipe and state name different optimizers"))
    n_in, n_out = _sizes(content, recipe)
    facts = RunFacts(
        recipe=recipe,
        in_shape=_picture(content, n_in),
        n_out=n_out,
        step=_count(content, "step"),
        examples=_count(content, "examples"),
        epoch=_count(content, "epoch"),
        position=_count(content, "position"),
        learning_rate=number_in(content, "learning_rate", MAX_LEARNING_RATE),
        epochs=_count(content, "epochs"),
        optimizer_steps=_count(optimizer, "steps"),
        data_identity=_text(source, "identity"),
        class_names=_class_names(content, n_out),
    )
    return Manifest(
        facts=facts,
        data_name=_text(source, "name"),
        saved_at=time_in(content, "saved_at"),
        checksums={name: str(value) for name, value in table_in(content, "checksums").items()},
        caption=_caption(content),
    )


def _parse(data: bytes) -> dict[str, Any]:
    if len(data) > _MAX_BYTES:
        raise Refused(Text("has a manifest of {0:,} bytes, more than {1:,}", len(data), _MAX_BYTES))
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Refused(Text("has a damaged manifest")) from error
    if not isinstance(content, dict):
        raise Refused(Text("has a damaged manifest"))
    return content


def table_in(content: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return the names with values that stand under a key; raise Refused if there are none."""
    value = content.get(key)
    if not isinstance(value, dict):
        raise Refused(Text("says nothing usable about {0}", key))
    return value


def check_version(content: Mapping[str, Any], version: int) -> None:
    """Raise Refused if this is of another version."""
    if content.get("version") != version:
        shown = repr(content.get("version"))[:20]
        raise Refused(Text("is of version {0}; this program reads version {1}", shown, version))


def number_in(content: Mapping[str, Any], key: str, high: float) -> float:
    """Return the number from 0 to `high` under a key; raise Refused if there is none."""
    value = content.get(key)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Refused(Text("{0} is not a number", key))
    if not 0 <= value <= high:
        shown = f"{high:,}" if isinstance(high, int) else f"{high:,g}"
        raise Refused(Text("{0} is not a number from 0 to {1}", key, shown))
    return float(value)


def time_in(content: Mapping[str, Any], key: str) -> datetime:
    """Return the time that stands under a key; raise Refused if there is none."""
    try:
        return datetime.fromisoformat(str(content.get(key)))
    except ValueError as error:
        raise Refused(Text("{0} is not a time", key)) from error


def _is_count(value: object, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _count(content: Mapping[str, Any], key: str) -> int:
    value = content.get(key)
    if not _is_count(value, 0, _MAX_COUNT):
        raise Refused(Text("{0} is not a whole number from 0", key))
    assert isinstance(value, int)
    return value


def _text(content: Mapping[str, Any], key: str) -> str:
    value = content.get(key)
    if not isinstance(value, str) or not 0 < len(value) <= 4096 or "\0" in value:
        raise Refused(Text("{0} of the data is not a text", key))
    return value


def _caption(content: Mapping[str, Any]) -> Caption:
    if "caption" not in content:
        return NO_CAPTION
    said = table_in(content, "caption")
    name, note = said.get("name"), said.get("note")
    if not isinstance(name, str) or not isinstance(note, str):
        raise Refused(Text("caption is not a name and a note"))
    return Caption(" ".join(name.split())[:MAX_NAME], note[:MAX_NOTE])


def _sizes(content: Mapping[str, Any], recipe: Recipe) -> tuple[int, int]:
    """Return the numbers of inputs and outputs; the sizes between are those of the recipe."""
    sizes = content.get("sizes")
    if not isinstance(sizes, list) or len(sizes) != len(recipe.hidden) + 2:
        raise Refused(Text("sizes do not fit the recipe"))
    n_in, n_out = sizes[0], sizes[-1]
    if not _is_count(n_in, 1, _MAX_IN) or not _is_count(n_out, 1, _MAX_OUT):
        raise Refused(Text("sizes are not those of a network"))
    if tuple(sizes) != (n_in, *recipe.hidden, n_out):
        raise Refused(Text("sizes do not fit the recipe"))
    return n_in, n_out


def _picture(content: Mapping[str, Any], n_in: int) -> PictureShape:
    """Return the shape of the pictures; the first files did not say it, and it did not matter."""
    shape = content.get("picture", [1, 1, n_in])
    if not isinstance(shape, list) or len(shape) != 3:
        raise Refused(Text("picture is not channels, rows and columns"))
    if not all(_is_count(n, 1, _MAX_IN) for n in shape) or math.prod(shape) != n_in:
        raise Refused(Text("picture does not fit the sizes"))
    return PictureShape(*shape)


def _class_names(content: Mapping[str, Any], n_out: int) -> tuple[str, ...]:
    """Return the names of the classes; the first files did not say them."""
    names = content.get("classes", [])
    if not isinstance(names, list) or len(names) not in (0, n_out):
        raise Refused(Text("classes do not fit the sizes"))
    for name in names:
        if not isinstance(name, str) or not 0 < len(name) <= MAX_LENGTH or not name.isprintable():
            raise Refused(Text("classes are not names"))
    if len(set(names)) < len(names):
        raise Refused(Text("classes bear the same name"))
    return tuple(names)
