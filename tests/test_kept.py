"""Kept texts may differ by what another processor rounds otherwise, and by nothing else."""

import pytest

from tests.kept import difference


@pytest.mark.parametrize(
    ("kept", "made", "slack"),
    [
        ("cost 0.8942", "cost 0.8943", 0),
        ("loss 1234.5", "loss 1235.5", 0),
        ("rate 1.2e-05", "rate 1.3e-05", 0),
        ("row 10 20", "row 11 19", 1),
        ("-0.0 left", "0.0 left", 0),
    ],
)
def test_that_a_rounding_is_no_difference(kept, made, slack, tmp_path):
    path = tmp_path / "kept.txt"
    path.write_text(kept + "\n", "utf-8")
    assert difference(path, [made], slack) == ""


@pytest.mark.parametrize(
    ("kept", "made"),
    [
        ("cost 0.8942", "cost 0.8972"),
        ("cost 0.8942", "loss 0.8942"),
        ("40 steps", "41 steps"),
        ("2 epochs", "2.5 epochs"),
        ("one line", ""),
    ],
)
def test_that_anything_else_is_told_beside_what_was_kept(kept, made, tmp_path):
    path = tmp_path / "kept.txt"
    path.write_text(kept + "\n", "utf-8")
    told = difference(path, made.splitlines())
    assert f"-{kept}" in told
    assert "GDSTUDIO_RENEW_KEPT" in told
