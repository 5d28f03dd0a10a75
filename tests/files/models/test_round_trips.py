"""What is exported and imported again is the same network, at the same place of its run."""

import numpy as np
import pytest
from safetensors.numpy import load, save, save_file

from gdstudio.errors import FileError, InvalidValue
from gdstudio.files.models.exporting import export_model, format_of
from gdstudio.files.models.found import Shape
from gdstudio.files.models.importing import LayersNotTold, import_model
from gdstudio.files.models.said import SaidLayers, shape_said
from gdstudio.files.run_file import load_run, save_run
from gdstudio.learning.training import Training
from tests.files.models.small_networks import CLASSES, COLUMNS, DATA, NETWORKS, ROWS, fresh, trained

X = DATA.test.inputs(dtype=float)


def exported(training, format_name, tmp_path):
    suffix = {"npz": ".npz", "safetensors": ".safetensors", "onnx": ".onnx"}[format_name]
    path = tmp_path / f"network{suffix}"
    path.write_bytes(export_model(training.state(), format_name))
    return path


@pytest.mark.parametrize("format_name", ["npz", "safetensors"])
@pytest.mark.parametrize("name", NETWORKS)
def test_that_a_network_comes_back_as_it_was(name, format_name, tmp_path):
    training = trained(name)
    found = import_model(exported(training, format_name, tmp_path), DATA)
    state = found.state
    assert found.notes == ()
    np.testing.assert_array_equal(state.parameters, training.network.parameters)
    assert not state.parameters.flags.writeable
    np.testing.assert_array_equal(state.network().forward(X), training.network.forward(X))
    assert state.recipe == training.recipe
    assert (state.step, state.epoch, state.examples) == (3, 3, 180)
    assert state.optimizer_state == {}


def test_that_an_imported_run_is_saved_and_gone_on_with(tmp_path):
    training = fresh("cnn")
    state = import_model(exported(training, "safetensors", tmp_path), DATA).state
    path = tmp_path / "run.gdrun"
    save_run(path, state, None, DATA.name)
    again = Training(state.recipe, DATA, load_run(path).state)
    before = again.evaluate(DATA.train).cost
    for _ in range(20):
        again.update()
    assert again.evaluate(DATA.train).cost < before


def test_that_files_say_nothing_of_a_folder_with_data():
    training = trained("lesson", data="/home/somebody/digits")
    for name in ("npz", "safetensors", "python"):
        assert b"somebody" not in export_model(training.state(), name)


def test_that_numpy_reads_the_arrays_without_pickle(tmp_path):
    training = trained("lstm")
    arrays = np.load(exported(training, "npz", tmp_path), allow_pickle=False)
    for part in training.network.slices:
        np.testing.assert_array_equal(arrays[part.name], training.network.part(part.name))


def test_that_compressed_and_transposed_arrays_of_others_are_read(tmp_path):
    network = trained("lesson").network
    parts = {part.name: np.asfortranarray(network.part(part.name)) for part in network.slices}
    np.savez_compressed(tmp_path / "other.npz", **parts)
    said = Shape(activation="sigmoid", output_activation="sigmoid")
    found = import_model(tmp_path / "other.npz", DATA, said)
    np.testing.assert_allclose(found.state.network().forward(X), network.forward(X), rtol=1e-5)
    assert found.state.recipe.hidden == (6, 5)
    assert found.state.step == 0


def test_that_weights_of_a_dense_network_alone_are_enough_with_their_activation(tmp_path):
    network = trained("modern").network
    arrays = {
        "net.10.weight": network.part("W2"), "net.10.bias": network.part("b2"),
        "net.9.weight": network.part("W1"), "net.9.bias": network.part("b1"),
    }  # fmt: skip
    save_file({k: np.ascontiguousarray(v) for k, v in arrays.items()}, tmp_path / "o.safetensors")
    with pytest.raises(LayersNotTold, match=r"which activation .* give --activation, one of: sigm"):
        import_model(tmp_path / "o.safetensors", DATA)
    found = import_model(tmp_path / "o.safetensors", DATA, Shape(activation="relu"))
    np.testing.assert_allclose(found.state.network().forward(X), network.forward(X), rtol=1e-5)
    assert "softmax is taken" in found.notes[0]


def test_that_layers_of_others_are_told_by_an_architecture(tmp_path):
    training = trained("cnn")
    arrays = load(export_model(training.state(), "safetensors"))
    plain = {name.replace("layer4", "head.first").replace("layer", "features."): array
             for name, array in arrays.items()}  # fmt: skip
    plain["head.second.weight"] = plain.pop("features.5.weight")
    plain["head.second.bias"] = plain.pop("features.5.bias")
    path = tmp_path / "o.safetensors"
    path.write_bytes(save(plain))
    with pytest.raises(LayersNotTold, match=r"does not say how its layers .* --architecture"):
        import_model(path, DATA)
    said = shape_said({"architecture": NETWORKS["cnn"]["architecture"], "activation": "tanh"})
    state = import_model(path, DATA, said).state
    np.testing.assert_allclose(state.network().forward(X), training.network.forward(X), rtol=1e-4)


@pytest.mark.parametrize("name", ["lesson", "lstm"])
def test_that_pictures_scaled_elsewhere_need_not_be_scaled_here(name, tmp_path):
    training = trained(name)
    mean, deviation = 0.1307, 0.3081
    path = exported(training, "safetensors", tmp_path)
    recipe = training.recipe
    said = Shape(
        activation=recipe.activation, output_activation=recipe.output_activation,
        mean=mean, deviation=deviation,
    )  # fmt: skip
    state = import_model(path, DATA, said).state
    wanted = training.network.forward((X - mean) / deviation)
    np.testing.assert_allclose(state.network().forward(X), wanted, rtol=1e-4)


def test_that_padding_does_not_go_with_pictures_moved_elsewhere(tmp_path):
    path = exported(trained("cnn"), "safetensors", tmp_path)
    said = Shape(
        shape_said({"architecture": NETWORKS["cnn"]["architecture"]}).parts,
        activation="tanh",
        mean=0.1307,
        deviation=0.3081,
    )
    with pytest.raises(FileError, match="pads with zeros"):
        import_model(path, DATA, said)


def test_that_without_biases_they_are_zero(tmp_path):
    network = trained("none").network
    save_file({"weight": network.part("W1").copy()}, tmp_path / "o.safetensors")
    state = import_model(tmp_path / "o.safetensors", DATA).state
    np.testing.assert_allclose(state.parameters[: ROWS * COLUMNS * CLASSES],
                               network.part("W1").ravel(), rtol=1e-6)  # fmt: skip
    assert not state.parameters[ROWS * COLUMNS * CLASSES :].any()


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"architecture": "conv 8"}, "architecture, part 1"),
        ({"activation": "step"}, "activation: 'step'"),
        ({"output_activation": "maxout"}, "output activation: 'maxout'"),
        ({"input_mean": float("nan")}, "input mean"),
        ({"input_deviation": 0.0}, "input deviation"),
        ({"input_deviation": float("inf")}, "input deviation"),
    ],
)
def test_that_what_is_said_of_layers_is_checked(said, reason):
    with pytest.raises(InvalidValue, match=reason):
        shape_said(said)


def test_that_what_is_not_said_of_layers_is_left_to_the_file():
    assert shape_said({}) == Shape()
    assert shape_said({"activation": "Tanh", "input_mean": 0.5}) == Shape(
        activation="tanh", mean=0.5
    )
    usual = SaidLayers()
    assert (usual.activation, usual.output_activation) == ("relu", "softmax")


def test_that_the_name_of_a_file_says_its_format(tmp_path):
    assert format_of(tmp_path / "a.NPZ").name == "npz"
    assert format_of(tmp_path / "a.py").name == "python"
    with pytest.raises(InvalidValue, match=r"ends in \.npz, \.safetensors"):
        format_of(tmp_path / "a.pt")
    with pytest.raises(InvalidValue, match="format: 'pickle'"):
        export_model(trained("lesson").state(), "pickle")
