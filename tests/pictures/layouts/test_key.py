from gdstudio.pictures.layouts.key import Key, KeyEntry, place_key
from gdstudio.pictures.pillow.lettering import measure
from gdstudio.pictures.scene import Rect
from gdstudio.pictures.sheet import Sheet


def place(names: list[str], width: float, height: float) -> Key:
    entries = [KeyEntry(name, lambda x, y: None) for name in names]
    sheet = Sheet((width + 8, height + 24), measure, text_size=13)
    return place_key(entries, sheet, Rect(4, 20, width, height))


def overlap(one: Rect, other: Rect) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    return min(across, min(one.bottom, other.bottom) - max(one.top, other.top)) > 1e-6


WIDTHS = [f"{width} hidden neurons" for width in (25, 50, 100, 250, 500)]


def test_that_words_that_end_all_names_are_written_once() -> None:
    key = place(WIDTHS, 420, 200)
    assert [entry.name for entry in key.entries] == ["25", "50", "100", "250", "500 hidden neurons"]
    assert len({p.top for p in key.places}) == 1


def test_that_names_that_fit_one_line_stay_whole() -> None:
    names = ["true labels", "random labels"]
    assert [entry.name for entry in place(names, 400, 200).entries] == names


def test_that_names_without_common_words_stay_whole() -> None:
    names = ["true labels", "random labels", "time"]
    assert [entry.name for entry in place(names, 400, 200).entries] == names
    assert [entry.name for entry in place(["labels", "labels"], 400, 200).entries] == ["labels"] * 2


def test_that_the_key_stands_beside_the_plot_where_there_is_room() -> None:
    key = place(WIDTHS, 800, 400)
    assert key.height == 0
    assert key.width > 0
    assert [entry.name for entry in key.entries] == WIDTHS
    assert max(p.right for p in key.places) <= 804
    assert key.places[1].top >= key.places[0].bottom


def test_that_the_key_leaves_the_plot_its_height() -> None:
    names = [f"a rather long name {k}!" for k in range(9)]
    key = place(names, 240, 140)
    assert key.height <= 0.3 * 140
    assert key.entries[-1].name == f"+ {9 - len(key.entries) + 1}"


def test_that_no_entry_lies_on_another_or_stands_out() -> None:
    for width in (180, 260, 420):
        key = place(["true labels", "random labels", "shuffled pixels", "noise"], width, 300)
        for k, one in enumerate(key.places):
            assert one.right <= 4 + width + 1e-6
            assert not any(overlap(one, other) for other in key.places[:k])


def test_that_there_is_no_key_without_names() -> None:
    key = place(["", ""], 400, 200)
    assert (key.entries, key.height, key.width) == ((), 0.0, 0.0)
