import csv
import io

from gdstudio.files.tables import csv_bytes


def read(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8"))))


def test_that_a_number_reads_back_as_it_was():
    values = [0.1, 1 / 3, 1e-300, 12345678.9]
    rows = read(csv_bytes(["a", "b", "c", "d"], [values]))
    assert [float(text) for text in rows[1]] == values


def test_that_a_text_with_comma_and_quote_stays_one_cell():
    assert read(csv_bytes(["name"], [['a, "b"']]))[1] == ['a, "b"']
