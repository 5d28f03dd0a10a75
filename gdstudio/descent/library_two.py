"""Costs of two inputs: the test functions of the optimisation literature.

Formulas, domains and minima as in Jamil and Yang, A Literature Survey of Benchmark Functions
(2013), and Himmelblau, Applied Nonlinear Programming (1972); stationary points to 12 digits by
Newton's method.
"""

from __future__ import annotations

import math
from typing import Final

from gdstudio.descent.functions import CostFunction
from gdstudio.descent.library_entry import entry, mirrored, square
from gdstudio.texts import Text

_RING: Final = 0.95216654595  # of Ackley's first ring of minima
_WAVE: Final = 0.994958637652  # of Rastrigin's next minima
_LEFT, _MIDDLE, _RIGHT = -2.903534027771, 0.15673125678, 2.746802770991  # of Styblinski-Tang

_PLAIN: Final = (
    entry(
        "bowl",
        Text("Round bowl"),
        Text("The gradient points straight away from the minimum."),
        "0.5 x^2 + 0.5 y^2",
        square(-3, 3),
        (-2.5, 1.5),
        0.2,
        minima=[(0.0, 0.0)],
    ),
    entry(
        "long-valley",
        Text("Long valley"),
        Text(
            "Ten times steeper across than along: the path zigzags, and a rate above 0.2 diverges."
        ),
        "0.5 x^2 + 5 y^2",
        square(-3, 3),
        (-2.7, 1.0),
        0.15,
        minima=[(0.0, 0.0)],
    ),
    entry(
        "saddle",
        Text("Saddle"),
        Text("From the ridge y = 0 descent runs into the saddle; the least noise escapes it."),
        "x^2 - y^2",
        square(-2, 2),
        (-1.8, 0.01),
        0.1,
        saddles=[(0.0, 0.0)],
    ),
    entry(
        "monkey-saddle",
        Text("Monkey saddle"),
        Text("Three valleys meet where even the curvature is zero."),
        "x^3 - 3 x y^2",
        square(-2, 2),
        (1.5, 0.1),
        0.05,
        degenerate=[(0.0, 0.0)],
    ),
    entry(
        "booth",
        Text("Booth"),
        Text("A tilted bowl."),
        "(x + 2y - 7)^2 + (2x + y - 5)^2",
        square(-10, 10),
        (-8.0, -5.0),
        0.05,
        minima=[(1.0, 3.0)],
    ),
    entry(
        "matyas",
        Text("Matyas"),
        Text("A tilted valley 25 times steeper across than along."),
        "0.26 (x^2 + y^2) - 0.48xy",
        square(-10, 10),
        (-9.0, 2.0),
        1.0,
        minima=[(0.0, 0.0)],
    ),
)

_CURVED: Final = (
    entry(
        "rosenbrock",
        Text("Rosenbrock"),
        Text("The banana valley: easy to reach, slow to follow."),
        "(1 - x)^2 + 100 (y - x^2)^2",
        ((-2.0, 2.0), (-1.0, 3.0)),
        (-1.2, 1.0),
        0.001,
        minima=[(1.0, 1.0)],
        log_height=True,
    ),
    entry(
        "beale",
        Text("Beale"),
        Text("A flat valley between walls a hundred thousand high."),
        "(1.5 - x + xy)^2 + (2.25 - x + x y^2)^2 + (2.625 - x + x y^3)^2",
        square(-4.5, 4.5),
        (1.0, 1.0),
        0.01,
        minima=[(3.0, 0.5)],
        saddles=[(0.0, 1.0), (0.100537937324, -2.644513585023)],
        log_height=True,
    ),
    entry(
        "mccormick",
        Text("McCormick"),
        Text("A sloping wave with a second, worse minimum."),
        "sin(x + y) + (x - y)^2 - 1.5x + 2.5y + 1",
        ((-1.5, 4.0), (-3.0, 4.0)),
        (-1.0, 3.5),
        0.1,
        minima=[(-0.547197551197, -1.547197551197), (2.594395102393, 1.594395102393)],
        saddles=[(1.547197551197, 0.547197551197)],
    ),
    entry(
        "goldstein-price",
        Text("Goldstein-Price"),
        Text("Four minima from 3 to 840 on heights up to a million."),
        "(1 + (x + y + 1)^2*(19 - 14x + 3 x^2 - 14y + 6xy + 3 y^2))"
        " * (30 + (2x - 3y)^2*(18 - 32x + 12 x^2 + 48y - 36xy + 27 y^2))",
        square(-2, 2),
        (-1.0, -1.5),
        1e-5,
        minima=[(0.0, -1.0), (-0.6, -0.4), (1.8, 0.2), (1.2, 0.8)],
        maxima=[(0.8, 0.2)],
        saddles=[(-0.4, -0.6), (1.2, -0.2), (0.6, 0.4), (1.4, 0.6)],
        log_height=True,
    ),
    entry(
        "easom",
        Text("Easom"),
        Text("A single narrow hole in a plain without slope."),
        "-cos(x) cos(y) exp(-(x - pi)^2 - (y - pi)^2)",
        square(0.0, 2 * math.pi),
        (2.2, 4.2),
        0.1,
        minima=[(math.pi, math.pi)],
        full_domain=square(-100, 100),
    ),
)

_MANY: Final = (
    entry(
        "himmelblau",
        Text("Himmelblau"),
        Text("Four minima of the same depth: the start decides."),
        "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
        square(-5, 5),
        (-0.5, -1.2),
        0.01,
        minima=[
            (3.0, 2.0),
            (-2.805118086953, 3.131312518251),
            (-3.779310253378, -3.283185991286),
            (3.58442834033, -1.848126526964),
        ],
        maxima=[(-0.270844590667, -0.92303855648)],
        saddles=[
            (-3.073025750764, -0.081353044288),
            (-0.127961346731, -1.953714980245),
            (0.086677504555, 2.884254701175),
            (3.385154183607, 0.073851879838),
        ],
    ),
    entry(
        "three-hump-camel",
        Text("Three-hump camel"),
        Text("Two worse minima lie on the way to the best."),
        "2 x^2 - 1.05 x^4 + x^6/6 + x y + y^2",
        square(-2.5, 2.5),
        (-2.2, -1.5),
        0.05,
        minima=[(0.0, 0.0), *mirrored((1.74755234583, -0.873776172915))],
        saddles=mirrored((1.070542291824, -0.535271145912)),
        full_domain=square(-5, 5),
    ),
    entry(
        "six-hump-camel",
        Text("Six-hump camel"),
        Text("Six minima in pairs; only one pair is the deepest."),
        "(4 - 2.1 x^2 + x^4/3)*x^2 + x y + (4 y^2 - 4)*y^2",
        ((-3.0, 3.0), (-2.0, 2.0)),
        (-1.0, 1.6),
        0.02,
        minima=mirrored(
            (0.0898420131, -0.712656403021),
            (1.70360671497, -0.796083568673),
            (1.60710475292, 0.568651454884),
        ),
        maxima=mirrored((1.230229876517, 0.162334584459)),
        saddles=[
            (0.0, 0.0),
            *mirrored(
                (1.296070267167, 0.605084388039),
                (1.109205336805, -0.76826809251),
                (1.63806798419, 0.228674069044),
            ),
        ],
        log_height=True,
    ),
    entry(
        "styblinski-tang",
        Text("Styblinski-Tang"),
        Text("Four valleys, one clearly deeper."),
        "0.5 (x^4 - 16 x^2 + 5x + y^4 - 16 y^2 + 5y)",
        square(-5, 5),
        (0.5, -0.5),
        0.01,
        minima=[(_LEFT, _LEFT), (_LEFT, _RIGHT), (_RIGHT, _LEFT), (_RIGHT, _RIGHT)],
        maxima=[(_MIDDLE, _MIDDLE)],
        saddles=[(_MIDDLE, _LEFT), (_LEFT, _MIDDLE), (_MIDDLE, _RIGHT), (_RIGHT, _MIDDLE)],
    ),
    entry(
        "rastrigin",
        Text("Rastrigin"),
        Text("A bowl full of holes: a minimum beside nearly every start."),
        "20 + x^2 - 10 cos(2 pi x) + y^2 - 10 cos(2 pi y)",
        square(-5.12, 5.12),
        (2.7, -1.6),
        0.002,
        minima=[
            (0.0, 0.0),
            *mirrored((_WAVE, 0.0), (0.0, _WAVE), (_WAVE, _WAVE), (_WAVE, -_WAVE)),
        ],
    ),
    entry(
        "ackley",
        Text("Ackley"),
        Text("A nearly flat, rippled plain around one deep funnel whose tip has no slope."),
        "-20 exp(-0.2 sqrt(0.5 (x^2 + y^2))) - exp(0.5 (cos(2 pi x) + cos(2 pi y))) + 20 + e",
        square(-5, 5),
        (2.3, -1.7),
        0.02,
        minima=[(0.0, 0.0), *mirrored((_RING, 0.0), (0.0, _RING))],
        full_domain=square(-32.768, 32.768),
        kinks=[(0.0, 0.0)],
    ),
)

TWO_INPUTS: Final[tuple[CostFunction, ...]] = (*_PLAIN, *_MANY, *_CURVED)
