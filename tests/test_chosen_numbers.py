"""Numbers and switches that were chosen: constants, defaults, and limits of settings.

`tests/chosen_numbers` says for each module what they are; what is not named there is free.
`python -m tests.test_chosen_numbers` writes it anew: look at the difference before it is kept.
"""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import numpy as np
import pytest

from gdstudio.settings.settings import Settings

FOLDER: Final = Path(__file__).parent / "chosen_numbers"
ROOMS: Final = (
    "npy", "data", "settings", "pictures", "learning", "descent", "landscape", "inside",
    "experiments", "files", "jobs", "report", "commands",
)  # fmt: skip
# Made of what is named elsewhere, kept by tests of their own, or filled while the program runs.
ELSEWHERE: Final = {
    "LIBRARY", "TWO_INPUTS", "EXPERIMENTS", "RECIPES", "LAYER_RECIPES", "_ALL", "_FIELDS",
    "TYPE_CHECKING",
}  # fmt: skip


def modules_of(room: str) -> Iterator[str]:
    package = Path(__file__).parents[1] / "gdstudio"
    for path in sorted([*package.glob(f"{room}.py"), *(package / room).rglob("*.py")]):
        parts = path.relative_to(package.parent).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def chosen(module: ModuleType) -> Iterator[tuple[str, str]]:
    """Yield the names in a module with what was chosen for them."""
    assert module.__file__ is not None
    for node in ast.parse(Path(module.__file__).read_text("utf-8")).body:
        match node:
            case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
                if name in ELSEWHERE or not name.isupper():
                    continue
                if (said := plain(vars(module)[name])) is not None:
                    yield name, said
            case ast.Assign(targets=[ast.Tuple(elts=names)]):
                for one in names:
                    if isinstance(one, ast.Name) and one.id.isupper():
                        yield one.id, repr(vars(module)[one.id])
            case ast.ClassDef(name=name):
                yield from chosen_of_class(vars(module)[name])
            case ast.FunctionDef(name=name):
                yield from defaults(name, vars(module)[name])


def chosen_of_class(cls: type) -> Iterator[tuple[str, str]]:
    if "__dataclass_params__" in vars(cls):
        if any(field.kw_only for field in dataclasses.fields(cls)):
            yield f"{cls.__name__} by name only", "True"
        for field in dataclasses.fields(cls):
            if field.default is not dataclasses.MISSING and plain(field.default) is not None:
                yield f"{cls.__name__}.{field.name}", repr(field.default)
    if issubclass(cls, Settings) and cls is not Settings:
        for one in cls.fields():
            if one.kind not in ("whole", "real", "wholes", "reals"):
                continue
            limits = (one.low, one.high, one.above, one.odd, one.lengths, one.step, one.is_flag)
            yield f"{cls.__name__}.{one.name} takes", repr(limits)
    for name, member in vars(cls).items():
        function = getattr(member, "__func__", member)
        if inspect.isfunction(function) and function.__module__ == cls.__module__:
            yield from defaults(f"{cls.__name__}.{name}", function)


def defaults(name: str, function: Any) -> Iterator[tuple[str, str]]:
    function = inspect.unwrap(function)
    if not inspect.isfunction(function) or name.endswith(".__init__"):
        return
    for parameter in inspect.signature(function).parameters.values():
        if parameter.default is not inspect.Parameter.empty and plain(parameter.default):
            yield f"{name}({parameter.name})", repr(parameter.default)


def plain(value: Any) -> str | None:
    """Return a value of plain values in words; None if it has no number in it."""
    if isinstance(value, np.ndarray):
        value = value.tolist() if value.size < 100 else None
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        value = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, bool | int):
        return repr(value)
    if isinstance(value, dict):
        kept = {str(key): plain(one) for key, one in value.items()}
        kept = {key: one for key, one in kept.items() if one is not None}
        return repr(kept).replace("'", "") if kept else None
    if isinstance(value, list | tuple):
        some = [plain(one) for one in value]
        return f"[{', '.join(filter(None, some))}]" if any(some) else None
    return None


def told(name: str) -> list[str]:
    module = importlib.import_module(name)
    return [f"{what} = {said}" for what, said in chosen(module)]


def kept(room: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in (FOLDER / f"{room}.txt").read_text("utf-8").splitlines():
        module, _, rest = line.partition(": ")
        found.setdefault(module, []).append(rest)
    return found


def there() -> list[str]:
    """Return the modules that are kept and still have their place."""
    return [name for room in ROOMS for name in kept(room) if name in set(modules_of(room))]


@pytest.mark.parametrize("name", there())
def test_that_what_was_chosen_stays(name: str) -> None:
    now = dict(line.split(" = ", 1) for line in told(name))
    before = dict(line.split(" = ", 1) for line in kept(name.split(".")[1])[name])
    assert {what: now.get(what, said) for what, said in before.items()} == before


if __name__ == "__main__":
    for room in ROOMS:
        lines = [f"{name}: {line}" for name in modules_of(room) for line in told(name)]
        (FOLDER / f"{room}.txt").write_text("\n".join([*lines, ""]), "utf-8")
