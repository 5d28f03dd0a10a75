"""How often an experiment shows itself."""

from __future__ import annotations

import time

import pytest

from gdstudio.experiments.experiment import SECONDS, Pace


@pytest.mark.parametrize("seconds", [SECONDS, 2.0])
def test_that_an_update_is_due_at_first_and_whenever_its_time_has_passed(
    seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    now_s = [5.0]
    monkeypatch.setattr(time, "monotonic", lambda: now_s[0])
    pace = Pace(seconds) if seconds != SECONDS else Pace()
    assert pace.is_due
    assert not pace.is_due
    now_s[0] += 0.75 * seconds
    assert not pace.is_due
    now_s[0] += 0.25 * seconds
    assert pace.is_due
    assert not pace.is_due
    now_s[0] += 10 * seconds  # what was missed is not made up for
    assert [pace.is_due for _ in range(3)] == [True, False, False]
