import csv
import io
import json
import math
import os
import signal
import subprocess
import sys

import pytest

from gdstudio.cli import main
from gdstudio.commands.descend import race_entries, start_point
from gdstudio.commands.descend.function import find_function
from gdstudio.descent.library import LIBRARY
from gdstudio.descent.race import race
from gdstudio.errors import InvalidValue


def run(capsys, *arguments):
    assert main(["descend", *arguments]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


def run_json(capsys, *arguments):
    text = run(capsys, *arguments, "--json")
    assert "NaN" not in text
    assert "Infinity" not in text
    return json.loads(text)


def error_line(capsys, code, *arguments):
    assert main(["descend", *arguments]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("gdstudio: error: ")
    assert err.count("\n") == 1
    return err


def test_that_a_typed_bowl_gives_the_powers_that_one_works_out_by_hand(capsys):
    result = run_json(
        capsys, "0.5 x^2 + 5 y^2", "--start", "1,1", "--learning-rate", "0.15", "--steps", "12"
    )
    assert list(result) == ["function", "path", "gradient_norm", "stopped"]
    assert result["function"] == "0.5 x^2 + 5 y^2"
    assert result["stopped"] == "steps"
    assert len(result["path"]) == 13
    for k, (x, y, cost) in enumerate(result["path"]):
        # x shrinks by 1 - 0.15, y by 1 - 0.15 * 10.
        assert x == pytest.approx(0.85**k, rel=1e-12)
        assert y == pytest.approx((-0.5) ** k, rel=1e-12)
        assert cost == pytest.approx(0.5 * x * x + 5 * y * y, rel=1e-12)
    x, y, _ = result["path"][-1]
    assert result["gradient_norm"] == pytest.approx(math.hypot(x, 10 * y), rel=1e-12)


def test_that_a_cost_of_one_input_has_paths_of_position_and_cost(capsys):
    result = run_json(capsys, "parabola", "--start", "-3", "--learning-rate", "0.5")
    # (w - 1)^2 with rate 1/2: one step to the minimum.
    assert result["function"] == "parabola"
    assert result["path"] == [[-3.0, 16.0], [1.0, 0.0]]
    assert (result["gradient_norm"], result["stopped"]) == (0.0, "converged")


def test_that_divergence_is_told_with_null_for_what_is_not_finite(capsys):
    result = run_json(capsys, "parabola", "--start", "2", "--learning-rate", "1.5")
    assert result["stopped"] == "diverged"
    # w - 1 doubles with the other sign.
    assert result["path"][:3] == [[2.0, 1.0], [-1.0, 4.0], [5.0, 16.0]]
    result = run_json(capsys, "log(x)", "--start", "-1")
    assert result == {
        "function": "log(x)", "path": [[-1.0, None]], "gradient_norm": None, "stopped": "diverged",
    }  # fmt: skip


def test_that_a_race_is_a_list_of_paths_each_with_its_own_rate(capsys):
    arguments = ("bowl", "--start", "2,0", "--steps", "3", "--learning-rate", "0.25")
    plain, momentum, newton = run_json(
        capsys, *arguments, "--race", "gradient-descent:0.5, momentum, newton:1"
    )
    assert [plain[key] for key in ("optimizer", "learning_rate")] == ["gradient-descent", 0.5]
    assert plain["path"] == [[2, 0, 2], [1, 0, 0.5], [0.5, 0, 0.125], [0.25, 0, 0.03125]]
    assert plain["stopped"] == "steps"
    # No rate of its own: the common one. v = 2, x = 2 - 0.25 * 2.
    assert momentum["learning_rate"] == 0.25
    assert momentum["path"][1][0] == 1.5
    assert (newton["stopped"], len(newton["path"])) == ("converged", 2)
    # 99 % of the way from 2 to 0.
    assert newton["target_cost"] == pytest.approx(0.02)
    assert (plain["steps_to_target"], newton["steps_to_target"]) == (None, 1)


def test_that_people_get_a_short_table_and_the_reason(capsys):
    out = run(capsys, "himmelblau", "--start", "-0.5,-1.2", "--learning-rate", "0.01")
    lines = out.splitlines()
    assert lines[0] == "Himmelblau: (x² + y − 11)² + (x + y² − 7)²"
    assert lines[1] == "gradient-descent, learning rate 0.01"
    assert lines[3].split() == ["step", "x", "y", "cost", "gradient"]
    # (0.25 - 1.2 - 11)^2 + (-0.5 + 1.44 - 7)^2
    cost = 11.95**2 + 6.06**2
    assert lines[4].split()[:4] == ["0", "−0.5", "−1.2", f"{cost:.6g}"]
    steps = [int(line.split()[0]) for line in lines[4:] if line[:1] == " "]
    assert steps[:7] == [0, 1, 2, 3, 4, 5, 10]
    assert lines[-2].startswith(f"Converged after {steps[-1]} steps at x = −3.77931, y = −3.28319;")
    assert lines[-1] == "Steps shrink with the slope; it settles in a minimum."
    out = run(capsys, "parabola", "--learning-rate", "1.1")
    assert "the learning rate 1.1 is not below 2 / curvature = 1" in out


def test_that_a_long_path_is_thinned_to_a_table_that_fits_a_screen(capsys):
    out = run(capsys, "rosenbrock", "--steps", "1000", "--learning-rate", "0.0005")
    steps = [int(line.split()[0]) for line in out.splitlines()[4:] if line[:1] == " "]
    assert steps == [0, 1, 2, 3, 4, 5, 10, 20, 50, 100, 200, 500, 1000]


def test_that_people_get_a_race_as_a_table(capsys):
    out = run(capsys, "bowl", "--start", "2,0", "--race", "newton,adam:0.5", "--steps", "2")
    rows = {line.split()[0]: line.split() for line in out.splitlines() if line}
    assert rows["newton"] == ["newton", "1", "0", "1", "1", "converged"]
    # Adam's first two steps are one rate long each, as the gradient hardly changes its size.
    assert rows["adam"][1] == "0.5"
    assert rows["adam"][3:] == ["2", "never", "not", "at", "rest"]


def test_that_the_library_is_listed_with_formula_and_domain(capsys):
    lines = run(capsys, "--list").splitlines()
    assert [line.split()[0] for line in lines if line[:1] == " "] == list(LIBRARY)
    assert "  parabola          −4 to 6      (w − 1)²" in lines
    assert any(line.split()[0] == "rosenbrock" and "−2 to 2, −1 to 3" in line for line in lines)
    listed = json.loads(run(capsys, "--list", "--json"))
    assert [item["name"] for item in listed] == list(LIBRARY)
    assert listed[0]["formula"] == "(w - 1)^2"
    assert listed[0]["domain"] == [[-4.0, 6.0]]


@pytest.mark.parametrize("start", ["-1.2,1", "-1.2, 1", "(-1.2,1)"])
def test_that_a_start_may_begin_with_a_minus_sign(capsys, start):
    first = run_json(capsys, "rosenbrock", "--start", start, "--steps", "0")["path"][0]
    assert first == [-1.2, 1.0, pytest.approx(2.2**2 + 100 * 0.44**2)]
    assert run_json(capsys, "rosenbrock", f"--start={start}", "--steps", "0")["path"] == [first]
    assert run_json(capsys, "--start", start, "rosenbrock", "--steps", "0")["path"] == [first]


def test_that_a_formula_may_begin_with_a_minus_sign(capsys):
    result = run_json(capsys, "-cos(x)", "--start", "-.5", "--steps", "0")
    assert result["path"] == [[-0.5, pytest.approx(-math.cos(0.5))]]


@pytest.mark.parametrize(
    ("text", "start", "dimension"),
    [
        ("x^2", None, 1),
        ("w^2", None, 1),
        ("x^2", (1.0, 2.0), 2),
        ("y^2", None, 2),
        ("w0 + w1^2", None, 2),
        ("w1^2", None, 2),
        ("3", (1.0,), 1),
        ("Three-Hump Camel", None, 2),
        ("  two_valleys ", None, 1),
    ],
)
def test_that_the_number_of_inputs_is_that_of_start_or_variables(text, start, dimension):
    assert find_function(text, start).dimension == dimension


def test_that_without_a_start_the_function_brings_its_own(capsys):
    function = LIBRARY["booth"]
    path = run_json(capsys, "booth", "--steps", "0")["path"]
    assert path == [[*function.start, float(function.value(function.start))]]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["himmelblua"], "himmelblau"),
        (["six-hump-camle"], "six-hump-camel"),
        (["nonsense"], "gdstudio descend --list"),
        ([], "gdstudio descend --list"),
        ([" "], "gdstudio descend --list"),
        (["2 sinn x"], "character 3, at 'sinn x'"),
        (["x^2 + * 3"], "character 7, at '* 3'"),
        (["x^2 + (y"], "character 7, at '(y'"),
        (["x^2 +"], "at its end"),
        (["x + w"], "formula, character"),
        (["__import__('os')"], "character 1"),
        (["x" * 501], "at most 500"),
        (["booth", "--start", "1"], "two numbers such as -1.2,1 for booth"),
        (["parabola", "--start", "1,2"], "one number for parabola"),
        (["w^2", "--start", "1,2"], "one number for this formula"),
        (["booth", "--start", "1,2,3"], "'1,2,3' is not a start"),
        (["booth", "--start", "nan,1"], "'nan,1' is not a start"),
        (["booth", "--start", ""], "'' is not a start"),
        (["booth", "--optimizer", "adm"], "gradient-descent, sgd, momentum"),
        (["booth", "--race", "adm,adam"], "'adm'"),
        (["booth", "--race", "adam:fast"], "'adam:fast'"),
        (["booth", "--race", "adam:-1"], "learning rate: -1"),
        (["booth", "--race", ",".join(7 * ["adam"])], "1 to 6"),
        (["booth", "--race", "adam", "--optimizer", "adam"], "not allowed with"),
        (["booth", "--learning-rate", "0"], "learning rate: 0"),
        (
            ["booth", "--learning-rate", "inf"],
            "'inf' is not accepted; give a number above 0, or suggested",
        ),
        (["booth", "--steps", "-1"], "from 0 to 100,000"),
        (["booth", "--steps", "100001"], "from 0 to 100,000"),
        (
            ["booth", "--steps", "1.5"],
            "steps: '1.5' is not accepted; give a whole number from 0 to",
        ),
        (
            ["booth", "--tolerance", "nan"],
            "tolerance: 'nan' is not accepted; give a number of at least",
        ),
        (["booth", "--save", "path.txt"], ".csv or .png"),
        (["booth", "booth"], "unrecognized arguments: booth"),
    ],
)
def test_that_wrong_usage_is_one_line_and_code_2(capsys, arguments, named):
    assert named in error_line(capsys, 2, *arguments)


@pytest.mark.parametrize("ending", ["csv", "png"])
def test_that_a_file_that_cannot_be_written_is_code_1_before_any_work(capsys, tmp_path, ending):
    error = error_line(capsys, 1, "booth", "--save", str(tmp_path / "no" / f"path.{ending}"))
    assert "there is no folder" in error
    folder = tmp_path / f"folder.{ending}"
    folder.mkdir()
    assert "is a folder" in error_line(capsys, 1, "booth", "--save", str(folder))


def test_that_a_saved_table_has_every_step_with_all_digits(capsys, tmp_path):
    file = tmp_path / "path.csv"
    arguments = ("himmelblau", "--start", "-0.5,-1.2", "--save", str(file))
    result = run_json(capsys, *arguments)
    rows = list(csv.reader(io.StringIO(file.read_text())))
    assert rows[0] == ["step", "x", "y", "cost", "gradient_norm"]
    assert [int(row[0]) for row in rows[1:]] == list(range(len(result["path"])))
    assert [[float(number) for number in row[1:4]] for row in rows[1:]] == result["path"]
    assert float(rows[-1][4]) == result["gradient_norm"]
    assert f"Saved in {file}." in run(capsys, *arguments)


def test_that_the_table_of_a_race_names_the_optimiser(capsys, tmp_path):
    file = tmp_path / "RACE.CSV"
    race = ("parabola", "--start", "3", "--race", "newton,adam:0.5,adam:0.1", "--steps", "2")
    run(capsys, *race, "--save", str(file))
    rows = list(csv.reader(io.StringIO(file.read_text())))
    assert rows[0] == ["optimizer", "learning_rate", "step", "w", "cost", "gradient_norm"]
    assert [(row[0], float(row[1]), int(row[2])) for row in rows[1:]] == [
        ("newton", 1.0, 0), ("newton", 1.0, 1),
        ("adam", 0.5, 0), ("adam", 0.5, 1), ("adam", 0.5, 2),
        ("adam", 0.1, 0), ("adam", 0.1, 1), ("adam", 0.1, 2),
    ]  # fmt: skip
    assert [float(x) for x in rows[2][3:]] == [1.0, 0.0, 0.0]


def test_that_starts_and_races_are_read_as_written():
    assert start_point("-1.5e-3") == (-0.0015,)
    assert race_entries("adam") == (("adam", None),)
    assert race_entries("adam:0,5, sgd") == (("adam", 0.5), ("sgd", None))
    assert race_entries("adam:0.5;sgd:1e-2") == (("adam", 0.5), ("sgd", 0.01))
    assert start_point("-1,2; 1") == (-1.2, 1.0)
    assert start_point("\u22123,0") == (-3.0, 0.0)
    assert race_entries("adam:1e-2, newton ") == (("adam", 0.01), ("newton", None))


def test_that_the_message_for_a_formula_shows_where_in_it():
    with pytest.raises(InvalidValue, match="did you mean sin") as caught:
        find_function("x^2 + 3 y^2 + 2 sinn(x) + a very long rest of the formula", None)
    assert "character 17, at 'sinn(x) + a very long..." in str(caught.value)


def test_that_descending_needs_neither_qt_nor_a_screen(tmp_path):
    """The whole command in its own process, where an import of Qt would show."""
    file = tmp_path / "path.png"
    code = (
        "import sys; from gdstudio.cli import main; "
        f"code = main(['descend', 'booth', '--steps', '3', '--save', {str(file)!r}]); "
        "sys.exit(code or any(name.startswith('PySide6') for name in sys.modules))"
    )
    environment = {**os.environ, "DISPLAY": "", "QT_QPA_PLATFORM": "xcb"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert file.stat().st_size > 10_000


def test_that_ctrl_c_keeps_the_steps_done_so_far(capsys, tmp_path, monkeypatch):
    def interrupted_race(*arguments, **settings):
        for done, items in enumerate(race(*arguments, **settings)):
            if done == 7:
                signal.raise_signal(signal.SIGINT)
            yield items

    monkeypatch.setattr("gdstudio.commands.descend.job.race", interrupted_race)
    file = tmp_path / "path.csv"
    assert main(["descend", "rosenbrock", "--json", "--save", str(file)]) == 130
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"gdstudio: interrupted at step 7; kept in {file}\n"
    assert [line.split(",")[0] for line in file.read_text().splitlines()[1:]] == list("01234567")
