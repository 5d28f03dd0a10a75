"""Small damage of every kind: to bytes, to JSON, to archives, to formulas and lines of settings."""

from __future__ import annotations

import copy
import io
import json
import re
import zipfile
from collections.abc import Callable
from hashlib import sha256
from typing import Any, Final

import numpy as np

Mutator = Callable[[bytes, np.random.Generator], bytes]

# Numbers at the edges of what fits somewhere.
_EDGES: Final = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
_VALUES: Final = (
    None,
    True,
    False,
    0,
    -1,
    1,
    2**31,
    2**63,
    2**64,
    10**30,
    0.5,
    -0.0,
    1e308,
    float("nan"),
    float("inf"),
    "",
    "a",
    "x" * 5000,
    "\x00",
    "../../etc",
    "784-16-16-10",
    "☃",
    [],
    {},
    [[]],
    [0] * 300,
    {"a": {"b": {}}},
    "NaN",
    "//server/share",
    "1e400",
)
_PIECES: Final = (
    "x",
    "y",
    "w",
    "sin",
    "exp(",
    "log",
    "(",
    ")",
    "^",
    "^2",
    "*",
    "-",
    "+",
    "/",
    " ",
    "|",
    "e",
    "pi",
    "1e308",
    "1e-308",
    "0",
    "9" * 400,
    ".",
    ",",
    "½",
    "√",
    "⁴",
    "–",
    "−",
    "\u00a0",
    "\u200b",
    "＋",
    "ｘ",
    "__import__",
    "lambda",
    "'",
    '"',
    "\\frac{1}{2}",
    "$",
    "=",
    "f(x) =",
    "x1",
    "abs",
    "(" * 300,
    "\x00",
    "☃",
    "min(",
    "%",
    "!",
    "[",
    "]",
    "#",
    ";",
    "inf",
    "nan",
    "i",
    "1_000",
    "0x10",
    "e^",
    "xe^x",
    "²",
)
_SHAPES: Final = (
    b"(0, 99999999999999999999)",
    b"(99999999999999999999, 0)",
    b"(-1,)",
    b"()",
    b"(2, 2)",
    b"(1,)",
    b"(0,)",
    b"(4611686018427387904, 4)",
    b"(9223372036854775807, 2)",
)
_KINDS: Final = (b"'<f8'", b"'<f4'", b"'|u1'", b"'<i8'", b"'|O'", b"'<U9'", b"'>f8'", b"'<f2'")


def damaged_bytes(data: bytes, rng: np.random.Generator) -> bytes:
    """Return `data` with one to four small changes."""
    changed = bytearray(data)
    for _ in range(int(rng.integers(1, 5))):
        _CHANGES[int(rng.integers(len(_CHANGES)))](changed, rng)
    return bytes(changed)


def _flip(data: bytearray, rng: np.random.Generator) -> None:
    if data:
        data[_place(data, rng)] ^= 1 << int(rng.integers(8))


def _set(data: bytearray, rng: np.random.Generator) -> None:
    if data:
        data[_place(data, rng)] = int(rng.integers(256))


def _edge(data: bytearray, rng: np.random.Generator) -> None:
    """Write a number from the edge over two or four bytes, of either order."""
    size, order = int(rng.choice([2, 4])), ("big", "little")[int(rng.integers(2))]
    number = int(rng.choice(_EDGES)) & (256**size - 1)
    if len(data) >= size:
        at = _place(data, rng) % (len(data) - size + 1)
        data[at : at + size] = number.to_bytes(size, order)  # type: ignore[arg-type]


def _cut(data: bytearray, rng: np.random.Generator) -> None:
    if data:
        del data[int(rng.integers(len(data))) :]


def _leave_out(data: bytearray, rng: np.random.Generator) -> None:
    if data:
        at = _place(data, rng)
        del data[at : at + int(rng.integers(1, 65))]


def _repeat(data: bytearray, rng: np.random.Generator) -> None:
    if data:
        at = _place(data, rng)
        data[at:at] = data[at : at + int(rng.integers(1, 257))] * int(rng.integers(1, 4))


def _insert(data: bytearray, rng: np.random.Generator) -> None:
    at = int(rng.integers(len(data) + 1))
    data[at:at] = rng.bytes(int(rng.integers(1, 33)))


_CHANGES: Final = (_flip, _set, _set, _edge, _edge, _cut, _leave_out, _repeat, _insert)


def _place(data: bytearray, rng: np.random.Generator) -> int:
    """Return a place in `data`, every second time in its first 64 bytes, where headers are."""
    return int(rng.integers(min(len(data), 64 if rng.random() < 0.5 else len(data))))


def damaged_json(text: bytes, rng: np.random.Generator) -> bytes:
    """Return JSON in which one or two values are others, or missing, or under another name."""
    content = copy.deepcopy(json.loads(text))
    for _ in range(int(rng.integers(1, 3))):
        places = list(_places(content))
        holder, key = places[int(rng.integers(len(places)))]
        what = rng.random()
        if what < 0.15:
            del holder[key]
        elif what < 0.25 and isinstance(holder, dict):
            holder[f"{key}_"] = holder[key]
        elif what < 0.35 and isinstance(holder, list):
            holder.append(copy.deepcopy(holder[key]))
        elif what < 0.55 and isinstance(holder[key], int | float):
            holder[key] = holder[key] * float(rng.choice([-1, 0.5, 1e6, 1e300, 3]))
        else:
            holder[key] = copy.deepcopy(_VALUES[int(rng.integers(len(_VALUES)))])
        if not content:
            break
    return json.dumps(content).encode("utf-8", "surrogatepass")


def _places(content: Any) -> Any:
    """Yield (holder, key) of everything inside JSON."""
    pairs = content.items() if isinstance(content, dict) else enumerate(content)
    for key, value in list(pairs):
        yield content, key
        if isinstance(value, dict | list):
            yield from _places(value)


def damaged_archive(data: bytes, rng: np.random.Generator) -> bytes:
    """Return a run file whose damage its check sums do not tell: a member is another one."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = members.pop("manifest.json")
    if rng.random() < 0.5 or not members:
        manifest = damaged_json(manifest, rng)
    else:
        name = sorted(members)[int(rng.integers(len(members)))]
        what = rng.random()
        if what < 0.15:
            del members[name]
        elif what < 0.3:
            members[name] = members[sorted(members)[int(rng.integers(len(members)))]]
        elif what < 0.6:
            members[name] = _other_header(members[name], rng)
        else:
            members[name] = damaged_bytes(members[name], rng)
    try:
        content = json.loads(manifest)
        content["checksums"] = {n: sha256(member).hexdigest() for n, member in members.items()}
        manifest = json.dumps(content).encode()
    except (ValueError, TypeError, KeyError):
        pass
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, member in {"manifest.json": manifest, **members}.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), member)
    return buffer.getvalue()


def _other_header(array: bytes, rng: np.random.Generator) -> bytes:
    """Return a .npy member whose header, sound as a text, says another shape or type."""
    head, body = array.split(b"\n", 1)
    length = len(head)
    if rng.random() < 0.5:
        shape = _SHAPES[int(rng.integers(len(_SHAPES)))]
        head = re.sub(rb"\([0-9, ]*\)", shape, head, count=1)
        if b"0," in shape or b", 0" in shape:
            body = b""  # as many values as the shape says
    else:
        kind = _KINDS[int(rng.integers(len(_KINDS)))]
        head = re.sub(rb"'[<|>]..'", kind, head, count=1)
    return head.rstrip().ljust(length) + b"\n" + body


def damaged_formula(formula: str, rng: np.random.Generator) -> str:
    """Return a formula with pieces put in, left out, repeated or exchanged."""
    text = formula
    for _ in range(int(rng.integers(1, 6))):
        at = int(rng.integers(len(text) + 1))
        end = at + int(rng.integers(0, 4))
        piece = _PIECES[int(rng.integers(len(_PIECES)))] if rng.random() < 0.8 else text[at:end] * 3
        text = text[:at] + piece + text[end if rng.random() < 0.5 else at :]
    return text[:2000]


def damaged_settings(data: bytes, rng: np.random.Generator) -> bytes:
    """Return a settings file in which values are others: of other types, escaped, endless."""
    values = (
        b"@Variant(\\0\\0\\0\\x7f\\0\\0\\0\\x10PyObject)",
        b"@ByteArray(\\x1\\xd9\\xd0)",
        b"@Invalid()",
        b"@Rect(0 0 1 1)",
        b"@Size(99999999 -1)",
        b"@Point(1e9 x)",
        b"\\x",
        b"\\",
        b'"',
        b"1, 2, 3",
        b"nan",
        b"-1",
        b"1e999",
        b"0.5/0.5",
        b"x" * 50_000,
        b"\xff\xfe",
        b"\x00",
        b"dark",
        b"@@",
        b"%20%",
        b"true",
    )
    if rng.random() < 0.4:
        return damaged_bytes(data, rng)
    lines = data.split(b"\n")
    at = int(rng.integers(len(lines)))
    name, sign, _ = lines[at].partition(b"=")
    if sign:
        lines[at] = name + sign + values[int(rng.integers(len(values)))]
    else:
        lines.insert(at, b"[" + values[int(rng.integers(len(values)))] + b"]")
    return b"\n".join(lines)
