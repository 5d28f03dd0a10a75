"""`gdstudio inspect` prints the numbers that stand in the network."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import PIL.Image
import pytest

from gdstudio.cli import main
from gdstudio.data.opening import load_data_set
from gdstudio.files.run_file import load_run
from gdstudio.inside.edits import Prune, SwitchOffNeuron
from gdstudio.inside.places import Place
from gdstudio.jobs.edited_answers import edited
from gdstudio.jobs.subject import subject_of_file
from gdstudio.learning.costs import find_cost
from gdstudio.learning.evaluation import evaluate
from gdstudio.learning.optimizers import make_optimizer

RUN = Path(__file__).resolve().parents[2] / "resources" / "runs" / "lesson-best.gdrun"


def printed(capsys, *flags, code=0):
    assert main(["inspect", str(RUN), *flags]) == code
    out, err = capsys.readouterr()
    return out if code == 0 else err


def test_that_the_printed_terms_of_a_neuron_add_up_to_its_activation(capsys):
    lines = printed(capsys, "--neuron", "L2.5", "--digit", "test:7").replace("−", "-").splitlines()
    sums = [line for line in lines if re.match(r" *-?\d+\.\d{6}  ", line)]
    *terms, z = [float(line.split()[0]) for line in sums]
    assert len(terms) == 12
    assert f"{sum(terms):.6f}" == f"{z:.6f}"
    a = float(next(line for line in lines if line.startswith("a = ")).split()[-1])
    assert a == pytest.approx(1 / (1 + np.exp(-z)), abs=2e-6)


def test_that_json_has_the_same_numbers_as_the_file(capsys):
    values = json.loads(printed(capsys, "--neuron", "L1.3", "--json"))
    network = load_run(RUN).state.network()
    for one in values["contributions"]:
        assert one["w"] == float(network.part("W1")[3, one["index"]])
        assert one["product"] == one["w"] * one["a"]
    assert values["bias"] == {"name": "b1[3]", "b": float(network.part("b1")[3])}
    assert values["rest"]["count"] == 774


def test_that_the_gradient_of_a_weight_is_the_product_that_is_printed(capsys):
    out = json.loads(printed(capsys, "--backprop", "--weight", "W2[3,7]", "--json"))
    assert out["weight"] == "W2[3,7]"
    assert out["gradient"] == pytest.approx(out["dC_dz"] * out["input"])
    assert out["measured"]["quotient"] == pytest.approx(out["gradient"], rel=1e-4)
    assert out["measured"]["agrees"]
    assert out["dC_dz"] == out["layers"][1]["dC_dz"][3]
    assert "dC/dW2[3,7] = dC/dz of L2.3 x L1.7" in printed(
        capsys, "--backprop", "--weight", "W2[3,7]"
    )


def test_that_a_picture_is_asked_for_the_networks_own_answer_or_another_class(capsys, tmp_path):
    pixels = np.full((60, 60), 255, np.uint8)
    pixels[12:48, 27:33] = 0
    PIL.Image.fromarray(pixels).save(tmp_path / "one.png")
    picture = str(tmp_path / "one.png")
    assert "L3.1" in printed(capsys, "--neuron", "L3.1", "--digit", picture)
    values = json.loads(printed(capsys, "--backprop", "--digit", picture, "--json"))
    own = int(np.argmax(values["layers"][-1]["a"]))
    assert (values["target"], values["target_from"]) == (own, "answer")
    said = f"target {own}: the network's own answer, --target chooses another"
    for flags in (("--backprop",), ("--nudges", "2"), ("--neuron", "L3.1")):
        assert said in printed(capsys, *flags, "--digit", picture)
    other = str((own + 1) % 10)
    chosen = ("--backprop", "--digit", picture, "--target", other, "--json")
    values = json.loads(printed(capsys, *chosen))
    assert (values["target"], values["target_from"]) == (int(other), "chosen")


def test_that_the_update_is_the_next_of_the_optimiser(capsys):
    state = load_run(RUN).state
    values = json.loads(printed(capsys, "--backprop", "--weight", "W3[1,2]", "--json"))
    gradient, out = values["gradient"], values["update"]
    network, index = state.network(), 784 * 16 + 16 + 16 * 16 + 16 + 16 + 2
    optimizer = make_optimizer(state.recipe.optimizer, 1, **dict(state.recipe.optimizer_settings))
    for name, array in optimizer.state.items():
        array[...] = state.optimizer_state[name][index]
    optimizer.steps = state.optimizer_steps
    parameter = np.array([float(network.part("W3")[1, 2])])
    assert out["before"] == parameter[0]
    optimizer.step(parameter, np.array([gradient + state.recipe.l2 * parameter[0]]), out["rate"])
    assert out["after"] == pytest.approx(parameter[0], rel=1e-12)
    assert out["number"] == optimizer.steps
    for name, array in optimizer.state.items():
        assert out["state_after"][name] == pytest.approx(array[0], rel=1e-12)


def test_that_all_weights_at_random_agree_with_their_quotients(capsys):
    out = json.loads(printed(capsys, "--backprop", "--check", "30", "--json"))
    assert len(out["checks"]) == 30
    assert all(check["agrees"] for check in out["checks"])


def test_that_nudges_are_ranked_as_the_gradient_of_the_digits_asked(capsys):
    out = json.loads(printed(capsys, "--nudges", "7", "--examples", "300", "--json"))
    state, digits = load_run(RUN).state, load_data_set("mnist").train.take(slice(0, 300))
    network = state.network()
    exact = network.at(network.parameters.astype(np.float64))
    cost = find_cost(state.recipe.cost, state.recipe.output_activation)
    exact.cost_and_gradient(digits.inputs(dtype=np.float64), digits.targets(dtype=np.float64), cost)
    order = np.argsort(-np.abs(exact.gradient), kind="stable")[:7]
    assert out["over"] == "the first 300 training digits"
    assert [one["index"] for one in out["nudges"]] == order.tolist()
    found = [one["nudge"] for one in out["nudges"]]
    assert found == pytest.approx((-exact.gradient[order]).tolist(), rel=1e-9)
    for one in out["nudges"]:
        assert one["gain"] == pytest.approx(one["expected_gain"], rel=0.05, abs=1e-15)


def test_that_a_layer_and_a_digit_alone_can_be_asked(capsys):
    out = json.loads(
        printed(capsys, "--nudges", "5", "--layer", "3", "--digit", "test:8", "--json")
    )
    assert out["over"] == "test:8, a 5"
    assert {one["weight"][1] for one in out["nudges"]} == {"3"}


def test_that_the_first_digits_are_set_beside_one_another(capsys):
    out = json.loads(printed(capsys, "--backprop", "--examples", "4", "--json"))["examples"]
    assert len(out["angles"]) == len(out["sizes"]) == 4
    assert all(0 <= one <= 180 for one in [*out["angles"], out["whole_angle"]])
    assert "train:3" in printed(capsys, "--backprop", "--examples", "4")


def test_that_the_largest_nudges_are_followed_through_the_moments_of_a_run(capsys, tmp_path):
    run = tmp_path / "a.gdrun"
    assert main(f"train --train-size 200 --epochs 1 --save {run}".split()) == 0
    capsys.readouterr()
    assert main(["inspect", str(run), "--nudges", "3", "--past", "--json"]) == 0
    out = json.loads(capsys.readouterr()[0])
    past = out["past"]
    assert past["weights"] == [one["weight"] for one in out["nudges"]]
    assert past["steps"][0] == 0
    assert past["steps"][-1] == load_run(run).state.step
    assert past["nudges"][-1] == pytest.approx([one["nudge"] for one in out["nudges"]])
    assert main(["inspect", str(run), "--nudges", "3", "--past"]) == 0
    assert f"step {past['steps'][-1]}: " in capsys.readouterr()[0]


def test_that_the_health_of_the_layers_is_told(capsys):
    out = json.loads(printed(capsys, "--health", "--json"))
    assert [one["layer"] for one in out["layers"]] == [1, 2, 3]
    assert out["sentence"] is None
    for layer in out["layers"]:
        assert layer["gradient_rms"] > 0
        assert sum(layer["weights"]["counts"]) == sum(layer["weights_at_start"]["counts"])
        assert len(layer["weights"]["edges"]) == len(layer["weights"]["counts"]) + 1
    said = printed(capsys, "--health")
    assert "Nothing is wrong: " in said
    assert " of layer 3 is saturated, which does no harm where the answers are right." in said


def test_that_a_run_is_opened_as_it_was(capsys, tmp_path):
    run = tmp_path / "a.gdrun"
    flags = "train --train-size 200 --epochs 1 --optimizer adam --learning-rate 0.01"
    assert main([*flags.split(), "--save", str(run)]) == 0
    capsys.readouterr()
    weights = []
    for at in ("3", "epoch 1"):
        assert main(["inspect", str(run), "--neuron", "L1.0", "--at", at, "--json"]) == 0
        out = json.loads(capsys.readouterr()[0])
        weights.append(out["bias"]["b"])
    moments = load_run(run).moments
    index = 784 * 16
    assert weights == [float(one.parameters[index]) for one in (moments.at(3), moments.at(20))]
    assert main(["inspect", str(run), "--backprop", "--weight", "b1[0]", "--at", "3"]) == 0
    assert capsys.readouterr()[0].startswith("at step 3\n")
    assert main(["inspect", str(run), "--neuron", "L1.0", "--at", "9999"]) == 1


def test_that_health_is_told_along_a_run_and_with_edits(capsys, tmp_path):
    run = tmp_path / "a.gdrun"
    assert main(f"train --train-size 200 --epochs 1 --save {run}".split()) == 0
    capsys.readouterr()
    assert main(["inspect", str(run), "--health", "--past", "--json"]) == 0
    past = json.loads(capsys.readouterr()[0])["past"]
    assert past["steps"][0] == 0
    assert len(past["steps"]) == len(past["idle"]) == len(past["gradient_rms"])
    assert main(["inspect", str(run), "--health", "--past"]) == 0
    assert "step 0: " in capsys.readouterr()[0]
    edit = "L1.0 times 1000000"
    assert main(["inspect", str(run), "--health", "--edit", edit]) == 0
    assert "layer 1" in capsys.readouterr()[0]


def test_that_edits_are_made_before_anything_is_told(capsys):
    out = json.loads(printed(capsys, "--edit", "L2.5 off", "--edit", "prune 60", "--json"))
    subject = subject_of_file(load_run(RUN), "a", "a")
    digits = load_data_set("mnist").test
    after = edited(subject, [SwitchOffNeuron(Place(2, 5)), Prune(60.0)])
    for name, one in (("before", subject), ("after", after)):
        reached = evaluate(one.make_network(), digits, subject.cost)
        assert out[name] == {"test_accuracy": reached.accuracy, "test_cost": reached.cost}
    told = printed(capsys, "--edit", "L2.5 off", "--edit", "prune 60")
    assert "L2.5 off" in told
    opened = json.loads(printed(capsys, "--neuron", "L3.1", "--edit", "L2.5 off", "--json"))
    weights = {one["weight"]: one["w"] for one in opened["contributions"]}
    assert weights.get("W3[1,5]", 0.0) == 0.0


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        ("--neuron L9.1", "a layer from 1 to 3"),
        ("--neuron L2.5 --digit test:10000", "test:0 to test:9999"),
        ("--neuron L2.5 --target 10", "a class from 0 to 9"),
        ("--neuron L2.5 --weight W1[0,0]", "--backprop"),
        ("--backprop --weight W9[0,0]", "one of the arrays W1"),
        ("--edit W9[0,0]=1", "one of the arrays"),
        ("--edit prune", "prune PERCENT"),
        ("--neuron L2.5 --digit test:-1", "test:0, train:0, ... or the file of a picture"),
        ("--nudges 0", "a whole number from 1"),
        ("--nudges 13003", "from 1 to 13002, the parameters"),
        ("--backprop --check 1000000000", "from 1 to 13002, the parameters"),
        ("--nudges 3 --layer 4", "a layer from 1 to 3"),
        ("--neuron L2.5 --examples 3", "--backprop or --nudges with it"),
        ("--nudges 3 --examples 3 --digit test:1", "not both"),
        ("--neuron L2.5 --past", "--nudges or --health with it"),
        ("", "--neuron, --backprop, --nudges, --health or --edit"),
    ],
)
def test_that_what_is_not_there_is_refused_in_one_line(capsys, flags, message):
    line = printed(capsys, *flags.split(), code=2)
    assert message in line
    assert line.count("\n") == 1


def test_that_the_four_sums_of_an_lstm_unit_add_up_to_its_memory_and_its_state(capsys):
    run = str(RUN.with_name("lstm-rows.gdrun"))
    flags = ["--neuron", "L1.5", "--row", "14", "--digit", "test:7"]
    assert main(["inspect", run, *flags]) == 0
    lines = capsys.readouterr().out.replace("−", "-").splitlines()
    assert lines[1] == "L1.5, of lstm 128, after row 14 of 0 to 27"
    titles = ("input gate", "forget gate", "cell input", "output gate", "memory")
    at = [lines.index(title) for title in titles]
    made = {}
    for letter, begin, end in zip("ifgo", at, at[1:], strict=False):
        *terms, z = [float(line.split()[0]) for line in lines[begin + 1 : end - 1]]
        assert len(terms) == 12
        assert f"{sum(terms):.6f}" == f"{z:.6f}"
        made[letter] = float(lines[end - 1].split()[-1])
        expected = np.tanh(z) if letter == "g" else 1 / (1 + np.exp(-z))
        assert made[letter] == pytest.approx(expected, abs=2e-6)
    kept, written, c = [float(line.split()[0]) for line in lines[at[-1] + 1 : at[-1] + 4]]
    assert f"{kept + written:.6f}" == f"{c:.6f}"
    h = float(lines[-1].split()[-1])
    assert h == pytest.approx(made["o"] * np.tanh(c), abs=2e-6)
    assert main(["inspect", run, *flags, "--json"]) == 0
    values = json.loads(capsys.readouterr().out)
    assert (values["row"], values["rows"], values["z"]) == (14, 28, None)
    memory, gates = values["memory"], values["gates"]
    assert values["a"] == memory["h"] == pytest.approx(h, abs=1e-6)
    assert [len(gates[name]["contributions"]) for name in gates] == [10] * 4
    i, f, g = (gates[name]["a"] for name in ("input", "forget", "candidate"))
    assert memory["c"] == pytest.approx(f * memory["c_before"] + i * g, rel=1e-12)


def test_that_pixels_of_other_pictures_have_their_own_rows_and_columns(capsys, tmp_path):
    rng, data, run = np.random.default_rng(1), tmp_path / "small.npz", tmp_path / "small.gdrun"
    images, labels = rng.integers(1, 255, (40, 9, 11), np.uint8), np.arange(40) % 4
    np.savez(data, x_train=images, y_train=labels, x_test=images, y_test=labels)
    assert main(f"train --data {data} --hidden 1 --epochs 1 --save {run}".split()) == 0
    asked = ["inspect", str(run), "--data", str(data), "--backprop", "--weight", "W1[0,25]"]
    capsys.readouterr()
    assert main(asked) == 0
    assert "dC/dW1[0,25] = dC/dz of L1.0 x pixel 2 3 = " in capsys.readouterr()[0]


def test_that_a_sum_of_one_input_has_no_others_and_no_negative_zero(capsys, tmp_path):
    run = tmp_path / "a.gdrun"
    assert main(f"train --train-size 100 --epochs 1 --hidden 1,1 --save {run}".split()) == 0
    capsys.readouterr()
    asked = ["inspect", str(run), "--neuron", "L2.0"]
    assert main([*asked, "--edit", "W2[0,0] = -1e-9", "--edit", "b2[0] = -1e-9"]) == 0
    out = capsys.readouterr()[0]
    assert "other" not in out
    assert "−0.000000" not in out
    assert "a = sigmoid(0.000000) = 0.5" in out


def test_that_a_row_is_asked_of_a_recurrent_unit_only(capsys):
    assert "row" in printed(capsys, "--neuron", "L1.5", "--row", "3", code=2)
    assert "--neuron with it" in printed(capsys, "--health", "--row", "3", code=2)


def test_that_a_gain_too_small_to_be_measured_is_said_to_be_so(capsys):
    flags = ("--nudges", "3000", "--layer", "1", "--digit", "test:3")
    values = json.loads(printed(capsys, *flags, "--json"))["nudges"]
    small = [one for one in values if one["gain"] is None]
    assert small
    assert max(abs(one["expected_gain"]) for one in small) < 1e-15
    lines = printed(capsys, *flags).splitlines()
    assert "each step is that of η = " in lines[1]
    said = [line for line in lines if line.endswith("gains what is too small to be measured")]
    assert len(said) == len(small)


def test_that_a_list_of_a_networks_sure_answer_says_why_it_is_small(capsys, tmp_path):
    picture = load_data_set("mnist").test.images[3].reshape(28, 28)
    PIL.Image.fromarray(255 - picture).save(tmp_path / "digit.png")
    flags = ("--nudges", "2", "--digit", str(tmp_path / "digit.png"))
    assert "sure of its own answer" in printed(capsys, *flags)
    assert "sure of its own answer" not in printed(capsys, *flags, "--target", "4")


def test_that_a_neuron_switched_off_and_an_edit_that_revives_it_say_so(capsys):
    off = ("--edit", "L2.5 off")
    said = "it counts for nothing: all its outgoing weights are 0"
    assert said in printed(capsys, "--neuron", "L2.5", *off).splitlines()
    assert said not in printed(capsys, "--neuron", "L2.5")
    values = json.loads(printed(capsys, "--neuron", "L2.5", *off, "--json"))
    assert values["counts_for_nothing"] is True
    both = (*off, "--edit", "W3[0,5] = 0.5")
    assert "L2.5 counts again: W3[0,5] = 0.5" in printed(capsys, *both).splitlines()
    values = json.loads(printed(capsys, *both, "--json"))
    assert values["revived"] == [{"what": "L2.5", "by": "W3[0,5] = 0.5"}]
