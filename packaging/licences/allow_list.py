"""Which licences the packages may carry."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from licences.component import Component, LicenceError


def check_allowed(components: Iterable[Component], allowed: Collection[str]) -> None:
    """Raise LicenceError, naming each component whose licence is not on the list."""
    bad = [c for c in components if not is_allowed(c.licence, allowed)]
    if bad:
        lines = "".join(f"\n  {c.name} {c.version}: {c.licence or 'none is known'}" for c in bad)
        raise LicenceError(f"licences that are not on the allow list:{lines}")


def is_allowed(expression: str, allowed: Collection[str]) -> bool:
    """Return whether an SPDX expression is satisfied by licences of the list.

    `A OR B` needs one of both, `A AND B` both, `A WITH B` the entry "A WITH B" itself.
    """
    tokens = expression.replace("(", " ( ").replace(")", " ) ").split()
    try:
        verdict = _any(tokens, allowed)
    except IndexError:
        return False
    return verdict and not tokens


def _any(tokens: list[str], allowed: Collection[str]) -> bool:
    verdict = _all(tokens, allowed)
    while tokens and tokens[0].upper() == "OR":
        tokens.pop(0)
        verdict = _all(tokens, allowed) or verdict
    return verdict


def _all(tokens: list[str], allowed: Collection[str]) -> bool:
    verdict = _one(tokens, allowed)
    while tokens and tokens[0].upper() == "AND":
        tokens.pop(0)
        verdict = _one(tokens, allowed) and verdict
    return verdict


def _one(tokens: list[str], allowed: Collection[str]) -> bool:
    name = tokens.pop(0)
    if name == "(":
        verdict = _any(tokens, allowed)
        return tokens.pop(0) == ")" and verdict
    if tokens and tokens[0].upper() == "WITH":
        name = f"{name} WITH {tokens[1]}"
        del tokens[:2]
    return name in allowed
