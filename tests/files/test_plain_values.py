"""Values of any kind as what JSON knows."""

from __future__ import annotations

import json
import math

import numpy as np

from gdstudio.files.plain_values import plain


def test_that_any_value_becomes_what_json_knows() -> None:
    value = {
        "text": "a",
        1: (1, 2.5, None, True),
        "array": np.array([[1, 2], [3, 4]], np.uint8),
        "not finite": [math.inf, -math.inf, math.nan, np.float32("nan")],
        "numpy": (np.int64(3), np.float64(0.5), np.bool_(True)),
    }

    found = plain(value)

    assert found == {
        "text": "a",
        "1": [1, 2.5, None, True],
        "array": [[1, 2], [3, 4]],
        "not finite": [None] * 4,
        "numpy": [3, 0.5, True],
    }
    assert json.loads(json.dumps(found, allow_nan=False)) == found
