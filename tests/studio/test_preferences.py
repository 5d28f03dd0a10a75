import os
import pickle
import stat
import struct
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings

from gdstudio.studio.ini_text import parse_preferences, preferences_text
from gdstudio.studio.preferences import Preferences
from gdstudio.studio.views.surface.opengl_platform import crash_marker, opengl_starts
from gdstudio.studio.window_settings import WindowSettings


def test_that_settings_come_back(settings):
    settings.appearance = "dark"
    settings.brush_size = 12
    settings.set_layout_state("window", QByteArray(b"abc"))
    settings.save()
    again = type(settings)()
    assert (again.appearance, again.brush_size) == ("dark", 12)
    assert again.layout_state("window") == b"abc"
    again.forget_layout()
    assert again.layout_state("window") is None


def write_file(settings, text):
    settings.folder.mkdir(parents=True, exist_ok=True)
    file = settings.folder / "gdstudio.ini"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def defaults(settings):
    return (settings.appearance, settings.brush_size, settings.layout_state("window")) == (
        "system",
        0,
        None,
    )


def test_that_values_nobody_could_have_chosen_are_ignored(settings):
    state = r"\x41" * 100_000
    write_file(
        settings,
        f"[General]\nappearance=pink\nbrush_size=wide\n[layout-1]\nwindow=@ByteArray({state})\n",
    )
    assert defaults(type(settings)())


def test_that_settings_of_earlier_versions_come_back(settings):
    store = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "gdstudio", "gdstudio")
    state = bytes(range(256)) + b'1f;,="\\)x0' + bytes(range(255, -1, -1))
    store.setValue("appearance", "dark")
    store.setValue("brush_size", 12)
    store.setValue("layout-1/window", QByteArray(state))
    store.setValue("layout-1/columns", "0.2000/0.5000/0.3000")
    store.sync()
    again = type(settings)()
    assert (again.appearance, again.brush_size) == ("dark", 12)
    assert again.layout_state("window") == state
    assert again.shares("columns", 3) == [0.2, 0.5, 0.3]


def test_that_earlier_versions_read_what_is_written(settings):
    state = bytes(range(256)) + b"1f"
    settings.appearance, settings.brush_size = "light", 7
    settings.set_layout_state("window", QByteArray(state))
    settings.save()
    store = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "gdstudio", "gdstudio")
    assert (store.value("appearance"), store.value("brush_size")) == ("light", "7")
    assert store.value("layout-1/window") == state


def pickled(path):
    """Return bytes that make a folder where they are unpickled, as QSettings escapes them."""

    class Trap:
        def __reduce__(self):
            return os.mkdir, (str(path),)

    content = pickle.dumps(Trap(), 4)
    name = b"PySide::PyObjectWrapper\0"
    stream = struct.pack(">IBI", 0x7F, 0, len(name)) + name + struct.pack(">I", len(content))
    return "".join(f"\\x{byte:02x}" for byte in stream + content)


@pytest.mark.parametrize(
    "value", ["@Variant({0})", '"@Variant({0})"', r"\x40Variant({0})", "@Variant({0}), a"]
)
def test_that_nothing_in_a_settings_file_is_unpickled(settings, tmp_path, value):
    trap = tmp_path / "trap"
    shown = value.format(pickled(trap))
    write_file(
        settings,
        f"[General]\nappearance={shown}\nbrush_size={shown}\nother={shown}\n"
        f"[layout-1]\nwindow={shown}\ncolumns={shown}\n",
    )
    again = type(settings)()
    assert defaults(again)
    assert again.shares("columns", 3) is None
    again.appearance = "dark"
    again.save()
    assert not trap.exists()
    assert type(settings)().appearance == "dark"


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)) * 100,
        b"[General]\nappearance=@Invalid()\nbrush_size=@Rect(0 0 1 1)\n",
        b"[General]\nbrush_size=" + b"9" * 10_000 + b"\n[layout-1]\nwindow=@DateTime(\\0)\n",
        b"appearance\n[\n]\n=dark\n[layout-1\nwindow=@ByteArray(abc\n",
        b"#" * (1 << 21),
    ],
)
def test_that_rubbish_counts_as_no_settings(settings, content):
    write_file(settings, content)
    assert defaults(type(settings)())


@pytest.mark.parametrize("kind", ["pipe", "folder", "unreadable"])
def test_that_what_is_no_settings_file_neither_hangs_nor_is_written(settings, kind):
    file = write_file(settings, "")
    file.unlink()
    {"pipe": os.mkfifo, "folder": os.mkdir, "unreadable": lambda p: p.symlink_to(p)}[kind](file)
    again = type(settings)()
    assert defaults(again)
    assert not again.are_kept
    again.appearance = "dark"
    again.save()
    assert again.appearance == "dark"
    assert not stat.S_ISREG(os.lstat(file).st_mode)


def test_that_what_is_too_long_to_be_a_setting_is_not_looked_into():
    lines = ["%41" * 100_000 + "=1", f"brush_size={chr(92) * 300_000}", f"[{'%41' * 100_000}]"]
    assert parse_preferences("\n".join([*lines, "appearance=dark"])) == {"appearance": "dark"}
    assert parse_preferences("=\n" * 100_000 + "appearance=dark") == {}


def test_that_two_windows_keep_each_others_settings(settings):
    other = type(settings)()
    settings.appearance = "dark"
    settings.save()
    other.brush_size = 9
    other.save()
    again = type(settings)()
    assert (again.appearance, again.brush_size) == ("dark", 9)


def test_that_a_nonsense_layout_does_not_stop_the_window(make_window, settings):
    settings.set_layout_state("window", QByteArray(b"nonsense"))
    settings.set_shares("columns", [0.1, float("nan"), 0.3])
    settings.set_shares("middle", [5.0])
    window = make_window(load=False)
    assert window.isVisible()
    assert all(size > 100 for size in window.learn.page.columns.sizes())


def test_that_the_layout_is_remembered_and_can_be_reset(qtbot, make_window, settings):
    window = make_window(load=False)
    splitter = window.learn.page.columns
    fresh = splitter.sizes()
    splitter.setSizes([fresh[0] + 80, fresh[1] - 80, fresh[2]])
    splitter.splitterMoved.emit(0, 0)
    moved = splitter.shares()
    window.close()
    again = make_window(load=False)
    assert again.learn.page.columns.shares() == pytest.approx(moved, abs=1e-3)
    again.actions_.reset_layout.trigger()
    assert again.learn.page.columns.shares() is None
    again.resize(window.size())
    assert again.learn.page.columns.sizes() == fresh


def test_that_a_window_closed_in_good_order_is_no_crash_of_opengl(make_window):
    window = make_window(load=False)
    opengl_starts()  # a surface was about to be drawn
    assert crash_marker().exists()
    window.close()
    assert not crash_marker().exists()


@pytest.mark.parametrize(
    ("kept", "size"),
    [("-1", 0), ("0", 0), ("1", 1), ("30", 30), ("31", 30), ("1.5", 0), ("", 0)],
)
def test_that_a_pen_is_at_most_thirty_wide(settings, kept, size):
    write_file(settings, f"brush_size={kept}")
    assert type(settings)().brush_size == size


def test_that_the_last_twenty_folders_of_digits_are_remembered_each_once(settings):
    assert settings.data_folders == ()
    for k in range(21):
        settings.add_data_folder(f"folder {k}")
    assert settings.data_folders == tuple(f"folder {k}" for k in range(1, 21))
    settings.add_data_folder("folder 1")
    assert settings.data_folders == (*(f"folder {k}" for k in range(2, 21)), "folder 1")
    settings.save()
    assert type(settings)().data_folders == settings.data_folders


def test_that_folders_that_are_none_are_left_out(settings):
    write_file(settings, "data_folders=@ByteArray(one\\x00\\x00two)")
    assert type(settings)().data_folders == ("one", "two")
    write_file(settings, "data_folders=one")
    assert type(settings)().data_folders == ()


def test_that_a_state_of_a_window_has_at_most_twenty_thousand_bytes(settings):
    for n, is_kept in ((0, False), (1, True), (20_000, True), (20_001, False)):
        settings.set_layout_state("window", QByteArray(b"a" * n))
        assert (settings.layout_state("window") is not None) == is_kept


@pytest.mark.parametrize(
    ("text", "count", "shares"),
    [
        ("0.0200/0.9600", 2, [0.02, 0.96]),
        ("0.0199/0.9600", 2, None),
        ("0.0200/0.9601", 2, None),
        ("0.5/0.5", 3, None),
        ("0.5/half", 2, None),
        ("", 1, None),
    ],
)
def test_that_shares_are_between_two_bounds(settings, text, count, shares):
    write_file(settings, f"[layout-1]\ncolumns={text}")
    assert type(settings)().shares("columns", count) == shares


def test_that_shares_are_kept_to_four_decimals_and_forgotten(settings):
    settings.set_shares("columns", [0.123456, 0.876544])
    assert settings.shares("columns", 2) == [0.1235, 0.8765]
    settings.set_shares("columns", None)
    assert settings.shares("columns", 2) is None


def test_that_a_layout_is_forgotten_and_nothing_else(settings):
    settings.appearance = "dark"
    settings.set_shares("columns", [0.5, 0.5])
    settings.forget_layout()
    settings.save()
    again = type(settings)()
    assert again.shares("columns", 2) is None
    assert again.appearance == "dark"


def test_that_only_what_has_changed_since_is_written(settings):
    file = settings.folder / "gdstudio.ini"
    settings.appearance = "system"  # as it is: the first set is one nevertheless
    settings.save()
    written = file.read_text()
    settings.appearance = "system"
    file.unlink()
    settings.save()
    assert not file.exists()
    settings.brush_size = 3
    settings.save()
    assert "appearance" in written
    assert "appearance" not in file.read_text()
    with pytest.raises(AssertionError):
        settings.appearance = "pink"


def test_that_settings_are_kept_where_a_folder_can_be_made(settings):
    assert not settings.folder.exists()
    assert settings.are_kept
    settings.brush_size = 3
    settings.save()
    assert settings.are_kept
    assert settings.folder.name == "gdstudio"


def test_that_a_file_of_a_mebibyte_is_read_and_a_larger_one_is_not(settings):
    start = b"appearance=dark\n"
    for spare, appearance in ((0, "dark"), (1, "system")):
        write_file(settings, start + b"#" * ((1 << 20) - len(start) + spare))
        assert type(settings)().appearance == appearance


def test_that_settings_are_written_in_sections():
    values = {"layout-1/window": b"\x01f", "appearance": "dark", "a/b/c": '@\N{DEGREE SIGN}"\\'}
    text = preferences_text(values)
    assert text == (
        '[a]\nb\\c="@@\\xb0\\x22\\x5c"\n\n[General]\nappearance="dark"\n\n'
        "[layout-1]\nwindow=@ByteArray(\\x01\\x66)\n"
    )
    assert parse_preferences(text) == values


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("plain", "plain"),
        ('"in quotes"', "in quotes"),
        ('"', '"'),
        ('""', ""),
        ('"half', '"half'),
        (r"a\nb\tc", "a\nb\tc"),
        (r"\x41\101\q", "AAq"),
        (r"\x100000041", "A"),
        (r"\x4100000042", "B"),
        (r"\x141", "A"),
        ("end\\", "end"),
        ("@@at", "@at"),
        ("@Rect(1)", None),
        ("@ByteArray(ab)", b"ab"),
        ("@ByteArray()", b""),
        ("@ByteArray(ab", None),
        ("@ByteArray(\u20ac)", None),
    ],
)
def test_that_a_value_is_text_or_bytes_or_nothing(raw, value):
    assert parse_preferences(f"name={raw}").get("name") == value


def test_that_names_are_those_of_their_sections():
    lines = ["a=1", "=0", "[General]", "b = 2", ";c=3", "[ s%31 ]", "d\\e=4", "f", "g h=6", "%41=7"]
    found = {"a": "1", "b": "2", "s1/d/e": "4", "s1/A": "7"}
    assert parse_preferences("\n".join(lines)) == found


def test_that_names_values_and_lines_have_their_limits():
    longest = "%41" * 100
    assert parse_preferences(f"{longest}=1") == {"A" * 100: "1"}
    assert parse_preferences(f"{longest} =1") == {}
    assert parse_preferences(f"{'A' * 101}=1") == {}
    value = "v" * (1 << 18)
    assert parse_preferences(f"a={value}") == {"a": value}
    assert parse_preferences(f"a={value}v") == {}
    assert parse_preferences("\n" * 4999 + "a=1") == {"a": "1"}
    assert parse_preferences("\n" * 5000 + "a=1") == {}


def test_that_what_was_chosen_comes_back_and_what_is_usual_takes_no_place(settings, tmp_path):
    assert settings.chosen == WindowSettings()
    assert settings.moments == 64 << 20
    folder = tmp_path / "\u0416"
    folder.mkdir()
    chosen = WindowSettings(
        appearance="dark", motion="never", opengl="software", threads=1, moments=16,
        run_folder=str(folder), picture_folder="/nowhere",
    )  # fmt: skip
    settings.choose(chosen.changed(text_size=150))
    settings.save()
    again = Preferences()
    assert again.chosen == chosen  # the text size belongs to a screen
    assert again.moments == 16 << 20
    assert (again.run_folder, again.picture_folder) == (folder, None)
    again.choose(WindowSettings())
    again.save()
    assert Preferences().chosen == WindowSettings()
    assert "moments" not in (settings.folder / "gdstudio.ini").read_text()


@pytest.mark.parametrize(
    "line",
    [
        *("moments=15", "moments=1025", "moments=64.5", "moments=@ByteArray(a)", "threads=0"),
        *("threads=none", "threads=100000", "motion=slow", "opengl=1", "appearance=pink"),
    ],
)
def test_that_what_cannot_be_chosen_counts_as_not_chosen(settings, line):
    write_file(settings, line)
    assert Preferences().chosen == WindowSettings()


def test_that_a_folder_with_a_name_no_system_takes_is_none(settings):
    settings.choose(WindowSettings(run_folder="a\0b"))
    assert settings.run_folder is None


@pytest.mark.parametrize("kept", ["", "99", "151", "150.0", "1e2", "-100", "none"])
def test_that_a_text_size_that_cannot_be_chosen_is_the_usual_one(settings, kept):
    settings.set_text_size("A screen, 1", 150)
    settings.set_text_size("B", 200)
    assert settings.text_size("A screen, 1") == 150
    settings.save()
    path = Path(settings.folder) / "gdstudio.ini"
    path.write_text(path.read_text().replace('"150"', f'"{kept}"'))
    again = Preferences()
    assert again.text_size("A screen, 1") == 100
    assert again.text_size("B") == 200
    assert again.text_size("C") == 100


@pytest.mark.parametrize(
    "kept", ["logit/1", "logit/2/1", "logit/nan/1", "logit/0/1e9", "logit/a/b"]
)
def test_that_an_axis_of_accuracies_that_cannot_be_shown_shows_all(settings, kept):
    settings.accuracy_axis = True, (0.25, 0.75)
    assert settings.accuracy_axis == (True, (0.25, 0.75))
    settings.save()
    path = Path(settings.folder) / "gdstudio.ini"
    path.write_text(path.read_text().replace("logit/0.250000/0.750000", kept))
    assert Preferences().accuracy_axis == (True, None)
    settings.accuracy_axis = False, None
    settings.save()
    assert "accuracy" not in path.read_text()
