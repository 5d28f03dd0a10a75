"""What is found in pictures of every kind, kept as texts: sheet, threshold, ink, words, digit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from gdstudio.data.explained import explained
from gdstudio.data.pictures import Found, find_digit
from gdstudio.data.resize import ink_box, normalize_drawing
from tests.data.picture_kinds import KINDS, cases
from tests.kept import difference

FOLDER: Final = Path(__file__).parent / "told"
EACH: Final = 2


def told(found: Found) -> Iterator[str]:
    """Yield what was found, a digit as the means of its blocks of 4 x 4 pixels."""
    digit = normalize_drawing(found.ink)
    page = explained(found, digit)
    ink = found.ink.astype(float)
    yield f"seen {found.seen.shape} {found.seen.mean():.1f}; sheet {found.sheet}"
    yield f"threshold {found.threshold:.3f}; ink {ink.mean():.2f} in {ink_box(found.ink)}"
    yield f"notes {'; '.join(found.notes)}; doubts {'; '.join(found.doubts)}"
    yield f"page {page.shape} {' '.join(f'{v:.1f}' for v in page.mean(axis=(0, 1)))}"
    blocks = digit.reshape(7, 4, 7, 4).mean(axis=(1, 3))
    yield " | ".join(" ".join(f"{v:.0f}" for v in row) for row in blocks)


def lines(kind: str, folder: Path) -> list[str]:
    said = []
    for k, case in enumerate(cases(EACH, [kind])):
        path = folder / f"{k}{case.suffix}"
        path.write_bytes(case.content)
        said += [f"{kind} {k}: {line}" for line in told(find_digit(path))]
    return said


@pytest.mark.parametrize("kind", KINDS)
def test_that_in_a_picture_is_found_what_was_found_when_that_was_looked_at(
    kind: str, tmp_path: Path
) -> None:
    name = re.sub("[^a-z0-9]+", "_", kind)
    assert difference(FOLDER / f"{name}.txt", lines(kind, tmp_path), whole_slack=1) == ""
