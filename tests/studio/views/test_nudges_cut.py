"""The table of nudges says that it was cut where there are more than it names."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from gdstudio.studio.views.inside import inside_figures
from gdstudio.studio.views.inside.inside_figures import nudges_figure


class Ranked:
    """As many nudges as wanted, the largest first."""

    def __init__(self, n: int) -> None:
        self.values = np.linspace(1, 0.1, n)
        self.indices = np.arange(n)

    def __len__(self) -> int:
        return len(self.values)

    def named(self, _network, ranks):
        return [
            SimpleNamespace(rank=k, name=f"W1[0,{k}]", value=self.values[k - 1], size=1.0)
            for k in ranks
        ]


def rows(n: int) -> list[tuple]:
    subject = SimpleNamespace(make_network=lambda: None)
    found = SimpleNamespace(ranked=Ranked(n), subject=subject)
    return list(nudges_figure(found, None).tabulate().rows())


@pytest.mark.parametrize("n", [1, 7, 8])
def test_that_all_are_named_and_nothing_is_said_where_there_is_room(monkeypatch, n: int) -> None:
    monkeypatch.setattr(inside_figures, "_MOST_NAMED", 8)
    assert len(rows(n)) == n
    assert all(row[0] is not None for row in rows(n))


@pytest.mark.parametrize("n", [9, 1234])
def test_that_a_cut_table_ends_by_saying_so(monkeypatch, n: int) -> None:
    monkeypatch.setattr(inside_figures, "_MOST_NAMED", 8)
    *named, last = rows(n)
    assert len(named) == 8
    assert last == (None, f"the 8 largest of {n:,}; NPZ has all of them", None, None)
