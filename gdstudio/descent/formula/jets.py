"""Values that carry their exact first and second derivatives (forward-mode differentiation).

After Griewank and Walther, Evaluating Derivatives (2008), chapter 13: every operation computes,
beside its value, the derivatives of its result from those of its arguments. A derivative that is
zero by the form of the formula is None and costs nothing; a value alone is a jet of order 0.

A slope that does not exist is 0 by convention, as for |x| at 0: an infinite slope of what is
outside (sqrt at 0) times a slope of 0 inside (the tip of the cone sqrt(x^2 + y^2)) is 0.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Number: TypeAlias = "NDArray[np.float64] | np.float64"
Derivative: TypeAlias = "NDArray[np.float64] | np.float64 | None"
Partials: TypeAlias = tuple[Derivative, Derivative, Derivative, Derivative, Derivative]


@dataclass(frozen=True, slots=True, eq=False)
class Jet:
    """A value with its derivatives by the n inputs.

    Attributes:
        value: The value.
        gradient: The n first derivatives; empty if all are zero or none is wanted.
        hessian: The second derivatives, upper triangle row after row; empty as above.
    """

    value: Number
    gradient: tuple[Derivative, ...] = ()
    hessian: tuple[Derivative, ...] = ()


def variable(value: Number, index: int, n: int, order: int) -> Jet:
    """Return input `index` of `n` as a jet of order 0 (value), 1 (gradient) or 2 (and Hessian)."""
    gradient = tuple(np.float64(1) if i == index else None for i in range(n)) if order else ()
    hessian: tuple[Derivative, ...] = (None,) * (n * (n + 1) // 2) if order == 2 else ()
    return Jet(value, gradient, hessian)


def chain(u: Jet, value: Number, derivatives: Callable[[], tuple[Derivative, Derivative]]) -> Jet:
    """Return f(u), given f's value and a function that gives f' and f'' at u."""
    if not u.gradient:
        return Jet(value)
    first, second = derivatives()
    gradient = tuple(_times(first, d) for d in u.gradient)
    hessian = tuple(
        _plus(_times(second, _times(u.gradient[i], u.gradient[j])), _times(first, d))
        for (i, j), d in zip(_pairs(len(u.gradient)), u.hessian, strict=False)
    )
    return Jet(value, gradient, hessian)


def combine(a: Jet, b: Jet, value: Number, partials: Callable[[], Partials]) -> Jet:
    """Return f(a, b), given f's value and a function that gives f_a, f_b, f_aa, f_ab and f_bb."""
    if not a.gradient and not b.gradient:
        return Jet(value)
    f_a, f_b, f_aa, f_ab, f_bb = partials()
    n = max(len(a.gradient), len(b.gradient))
    d_a, d_b = a.gradient or (None,) * n, b.gradient or (None,) * n
    gradient = tuple(_plus(_times(f_a, p), _times(f_b, q)) for p, q in zip(d_a, d_b, strict=True))
    m = max(len(a.hessian), len(b.hessian))
    h_a, h_b = a.hessian or (None,) * m, b.hessian or (None,) * m
    hessian = []
    for (i, j), p, q in zip(_pairs(n), h_a, h_b, strict=False):
        mixed = _plus(_times(d_a[i], d_b[j]), _times(d_a[j], d_b[i]))
        total = _plus(_times(f_a, p), _times(f_b, q))
        total = _plus(total, _times(f_aa, _times(d_a[i], d_a[j])))
        total = _plus(total, _times(f_bb, _times(d_b[i], d_b[j])))
        hessian.append(_plus(total, _times(f_ab, mixed)))
    return Jet(value, gradient, tuple(hessian))


def choose(condition: NDArray[np.bool_] | np.bool_, a: Jet, b: Jet) -> Jet:
    """Return `a` where `condition` holds and `b` elsewhere; what is not chosen leaves no trace."""
    n = max(len(a.gradient), len(b.gradient))
    m = max(len(a.hessian), len(b.hessian))
    zero = np.float64(0)

    def pick(p: Derivative, q: Derivative) -> Derivative:
        if p is None and q is None:
            return None
        return np.where(condition, zero if p is None else p, zero if q is None else q)

    def picked(
        p: tuple[Derivative, ...], q: tuple[Derivative, ...], size: int
    ) -> tuple[Derivative, ...]:
        pairs = zip(p or (None,) * size, q or (None,) * size, strict=True)
        return tuple(pick(one, other) for one, other in pairs)

    value = np.where(condition, a.value, b.value)
    return Jet(value, picked(a.gradient, b.gradient, n), picked(a.hessian, b.hessian, m))


def between(a: Jet, b: Jet) -> Jet:
    """Return the jet where a and b, equal in value, meet in a kink.

    Of the slopes between those of both sides it has the shortest: 0 for |x|, max(x, -x) and
    max(x, 0) at 0.
    """
    if not a.gradient and not b.gradient:
        return a
    n, m = max(len(a.gradient), len(b.gradient)), max(len(a.hessian), len(b.hessian))
    zero = np.float64(0)

    def full(parts: tuple[Derivative, ...], size: int) -> list[Number]:
        return [zero if part is None else part for part in parts or (None,) * size]

    d_a, d_b = full(a.gradient, n), full(b.gradient, n)
    apart = [q - p for p, q in zip(d_a, d_b, strict=True)]
    length = sum((d * d for d in apart), zero)
    along = -sum((p * d for p, d in zip(d_a, apart, strict=True)), zero)
    share = np.clip(along / np.where(length > 0, length, 1.0), 0.0, 1.0)

    def mixed(p: list[Number], q: list[Number]) -> tuple[Derivative, ...]:
        return tuple(one + share * (other - one) for one, other in zip(p, q, strict=True))

    return Jet(a.value, mixed(d_a, d_b), mixed(full(a.hessian, m), full(b.hessian, m)))


def _pairs(n: int) -> list[tuple[int, int]]:
    return [(i, j) for i in range(n) for j in range(i, n)]


def _times(a: Derivative, b: Derivative) -> Derivative:
    if a is None or b is None:
        return None
    product = a * b
    unknown = product != product
    if not np.any(unknown):
        return product
    return np.where(unknown & (a == a) & (b == b), 0.0, product)  # infinity times zero


def _plus(a: Derivative, b: Derivative) -> Derivative:
    if a is None:
        return b
    return a if b is None else a + b
