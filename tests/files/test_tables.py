import csv
import io

import numpy as np

from gdstudio.files.tables import csv_bytes, history_table
from gdstudio.learning.history import History


def read(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8"))))


def test_that_a_number_reads_back_as_it_was():
    values = [0.1, 1 / 3, 1e-300, 12345678.9]
    rows = read(csv_bytes(["a", "b", "c", "d"], [values]))
    assert [float(text) for text in rows[1]] == values


def test_that_a_text_with_comma_and_quote_stays_one_cell():
    assert read(csv_bytes(["name"], [['a, "b"']]))[1] == ['a, "b"']


def test_that_a_history_has_a_row_for_each_bucket_and_each_evaluation():
    history = History()
    history.append_evaluation(
        step=0,
        examples=0,
        seconds=0.0,
        train_cost=1.5,
        train_accuracy=0.125,
        test_cost=1.25,
        test_accuracy=0.25,
    )
    history.append_costs(1, np.array([1.0, 0.5, 0.25]))
    header, *rows = read(history_table(history))
    assert [row[:2] for row in rows] == [
        ["evaluation", "0"],
        ["updates", "1"],
        ["updates", "2"],
        ["updates", "3"],
    ]
    first, last = (dict(zip(header, row, strict=True)) for row in (rows[0], rows[-1]))
    assert (first["test_accuracy"], first["cost_mean"]) == ("0.25", "")
    assert float(last["cost_mean"]) == float(last["cost_low"]) == 0.25


def test_that_an_evaluation_stands_before_the_updates_of_its_step():
    history = History()
    history.append_costs(1, np.array([1.0, 0.5]))
    history.append_evaluation(2, 20, 0.5, 0.75, 0.5, 0.875, 0.25)
    header, *rows = read(history_table(history))
    assert [row[:2] for row in rows] == [["updates", "1"], ["evaluation", "2"], ["updates", "2"]]
    found = dict(zip(header, rows[1], strict=True))
    names = ("train_cost", "train_accuracy", "test_cost", "test_accuracy")
    assert [found[name] for name in names] == ["0.75", "0.5", "0.875", "0.25"]
    assert [found[f"cost_{name}"] for name in ("mean", "low", "high", "smoothed")] == [""] * 4
