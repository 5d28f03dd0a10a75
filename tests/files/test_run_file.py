import contextlib
import dataclasses
import io
import json
import os
import random
import struct
import tracemalloc
import zipfile
from dataclasses import replace
from hashlib import sha256

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdstudio.data.digits import DataSet, Digits
from gdstudio.errors import FileError
from gdstudio.files.manifest import Caption
from gdstudio.files.run_file import load_run, save_run
from gdstudio.learning.history import History
from gdstudio.learning.moments import Moments
from gdstudio.learning.optimizers import OPTIMIZERS
from gdstudio.learning.path import ParameterPath
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.training import Training
from gdstudio.npy import array_to_bytes


def made_up_data() -> DataSet:
    rng = np.random.default_rng(5)
    images, labels = rng.integers(0, 256, (57, 12)), rng.integers(0, 3, 57)
    digits = Digits(images.astype(np.uint8), labels.astype(np.uint8), 3, rows=3, columns=4)
    return DataSet("made up", digits, digits)


DATA = made_up_data()
RECIPE = Recipe(hidden=(5, 4), optimizer="adam", learning_rate=0.01, epochs=3, schedule="cosine")


def trained(recipe=RECIPE, n_updates=8):
    training, history = Training(recipe, DATA), History(recipe.batch_size)
    for step in range(1, n_updates + 1):
        history.append_costs(step, np.array([training.update()]))
    history.append_evaluation(n_updates, training.examples, 0.5, 0.4, 0.3, 0.2, 0.1)
    return training, history


@pytest.fixture
def saved(tmp_path):
    training, history = trained()
    path = tmp_path / "run.gdrun"
    save_run(path, training.state(), history, DATA.name)
    return path


def same_state(a, b):
    assert a.recipe == b.recipe
    for name in ("in_shape", "n_out", "optimizer_steps", "step", "examples", "epoch", "position"):
        assert getattr(a, name) == getattr(b, name)
    assert (a.learning_rate, a.epochs) == (b.learning_rate, b.epochs)
    assert a.data_identity == b.data_identity
    assert a.parameters.dtype == b.parameters.dtype
    assert a.parameters.tobytes() == b.parameters.tobytes()
    assert a.optimizer_state.keys() == b.optimizer_state.keys()
    for name, array in a.optimizer_state.items():
        assert array.tobytes() == b.optimizer_state[name].tobytes()
    return True


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
def test_that_a_run_from_a_file_goes_on_bit_by_bit(tmp_path, optimizer, dtype):
    recipe = RECIPE.changed(optimizer=optimizer, dtype=dtype, label_noise=0.1)
    training, history = trained(recipe, 2)
    save_run(tmp_path / "run", training.state(), history, DATA.name)
    run_file = load_run(tmp_path / "run")
    assert same_state(run_file.state, training.state())
    assert run_file.data_name == "made up"
    resumed = Training(run_file.state.recipe, DATA, run_file.state)
    for one in (training, resumed):
        assert len(list(one.updates())) > 0
    assert same_state(training.state(), resumed.state())


EVERY_LAYER = (
    "conv 3@2x2 pad 1, pool 2x1, average pool 1x2, dropout 0.3, dense 5",
    "lstm 4",
    "lstm 3 pixels",
    "rnn 4 tanh",
    "rnn 3 relu pixels",
)


@pytest.mark.parametrize("architecture", EVERY_LAYER)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_that_a_network_of_every_layer_comes_back_bit_by_bit(tmp_path, architecture, dtype):
    recipe = RECIPE.changed(architecture=architecture, dtype=dtype)
    training, history = trained(recipe, 8)
    save_run(tmp_path / "run", training.state(), history, DATA.name)
    state = load_run(tmp_path / "run").state
    assert same_state(state, training.state())
    assert (state.in_shape, state.n_out) == ((1, 3, 4), 3)
    X = DATA.test.inputs(dtype=dtype)
    assert state.network().forward(X).tobytes() == training.network.forward(X).tobytes()
    resumed = Training(recipe, DATA, state)
    for one in (training, resumed):
        assert len(list(one.updates())) > 0
    assert same_state(training.state(), resumed.state())


def test_that_a_run_may_be_kept_without_the_state_of_its_optimizer(tmp_path):
    training, history = trained()
    kept = replace(training.state(), optimizer_state={}, optimizer_steps=0)
    path = tmp_path / "run"
    save_run(path, kept, history, DATA.name)
    assert same_state(load_run(path).state, kept)
    rewritten(path, put("optimizer", "steps", 8))
    assert "does not hold the state of the optimizer adam" in refused(path)


def test_that_a_file_that_does_not_say_the_shape_of_its_pictures_is_read(saved):
    rewritten(saved, lambda manifest, _: manifest.pop("picture"))
    state = load_run(saved).state
    assert state.in_shape == (1, 1, 12)
    assert state.takes(DATA.train)
    assert Training(RECIPE, DATA, state).step == 8


def test_that_layers_that_do_not_fit_the_pictures_of_a_file_are_refused(tmp_path):
    training, _ = trained(RECIPE.changed(architecture="conv 3@3x2"), 2)
    path = tmp_path / "run"
    save_run(path, training.state(), None, DATA.name)
    rewritten(path, put("picture", [1, 2, 6]))
    assert "part 1: 'conv 3@3x2'" in refused(path)
    rewritten(path, put("picture", [1, 4, 3]))
    assert "the recipe needs float32" in refused(path)


def test_that_the_history_comes_back(saved):
    _, history = trained()
    back = load_run(saved).history
    assert back is not None
    arrays = history.to_arrays()
    assert back.to_arrays().keys() == arrays.keys()
    for name, array in back.to_arrays().items():
        np.testing.assert_array_equal(array, arrays[name])


def test_that_a_run_without_history_and_with_rates_by_hand_comes_back(tmp_path):
    training, _ = trained()
    training.learning_rate, training.epochs = 0.1 + 0.2, 99
    save_run(tmp_path / "run", training.state(), None, "/data/Überraschung \udcff")
    run_file = load_run(tmp_path / "run")
    assert run_file.history is None
    assert run_file.data_name == "/data/Überraschung \udcff"
    assert same_state(run_file.state, training.state())


def test_that_arrays_from_a_file_are_read_only(saved):
    state = load_run(saved).state
    with pytest.raises(ValueError, match="read-only"):
        state.parameters[0] = 1
    with pytest.raises(ValueError, match="read-only"):
        state.optimizer_state["mean"][0] = 1


def test_that_a_broken_save_keeps_the_old_run(saved, monkeypatch):
    before = saved.read_bytes()
    training, history = trained(n_updates=9)

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(FileError, match="no space left on device"):
        save_run(saved, training.state(), history, DATA.name)
    monkeypatch.undo()
    assert saved.read_bytes() == before
    assert os.listdir(saved.parent) == [saved.name]


def test_that_parameters_that_are_not_finite_are_not_written(saved):
    before = saved.read_bytes()
    training, _ = trained()
    training.network.parameters[3] = np.nan
    with pytest.raises(FileError, match="no longer finite"):
        save_run(saved, training.state(), None, DATA.name)
    assert saved.read_bytes() == before


def refused(path):
    with pytest.raises(FileError) as caught:
        load_run(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    return message


def test_that_every_truncation_is_refused(saved):
    content = saved.read_bytes()
    for length in (*range(0, len(content), 97), len(content) - 1):
        saved.write_bytes(content[:length])
        refused(saved)


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    path = tmp_path_factory.mktemp("run") / "run.gdrun"
    training, history = trained()
    save_run(path, training.state(), history, DATA.name)
    return path, path.read_bytes(), training.state()


@given(random=st.randoms(use_true_random=False), n_flips=st.integers(1, 4))
def test_that_flipped_bits_are_refused_or_change_nothing(content, random: random.Random, n_flips):
    path, original, state = content
    damaged = bytearray(original)
    for _ in range(n_flips):
        damaged[random.randrange(len(damaged))] ^= 1 << random.randrange(8)
    path.write_bytes(damaged)
    with contextlib.suppress(FileError):
        assert same_state(load_run(path).state, state)


@given(data=st.binary(max_size=300))
def test_that_garbage_is_refused(content, data):
    path, _, _ = content
    for garbage in (data, b"PK\x03\x04" + data, b"PK\x05\x06" + data):
        path.write_bytes(garbage)
        refused(path)


def test_that_places_without_a_run_are_named(tmp_path):
    assert "is a folder" in refused(tmp_path)
    assert "there is no such file" in refused(tmp_path / "none")
    os.mkfifo(tmp_path / "pipe")
    assert "not an ordinary file" in refused(tmp_path / "pipe")
    assert "not an ordinary file" in refused("/dev/zero")


def rewritten(path, change):
    """Write the run anew after `change(manifest, members)`; check sums are made to agree."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members.pop("manifest.json"))
    change(manifest, members)
    manifest["checksums"] = {name: sha256(data).hexdigest() for name, data in members.items()}
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", json.dumps(manifest))
        for name, data in members.items():
            archive.writestr(name, data)


def put(*keys_and_value):
    *keys, last, value = keys_and_value

    def change(manifest, members):
        place = manifest
        for key in keys:
            place = place[key]
        place[last] = value

    return change


def member(name, array):
    return lambda manifest, members: members.update({name: array_to_bytes(array)})


N = (12 + 1) * 5 + (5 + 1) * 4 + (4 + 1) * 3


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (put("format", "something"), "not a run of gdstudio"),
        (put("version", 2), "version 2; this program reads version 1"),
        (put("version", None), "version None"),
        (put("recipe", []), "recipe"),
        (put("recipe", "hidden", [5, 5]), "sizes do not fit"),
        (put("recipe", "hidden", [10_000_000, 4]), "hidden layer size"),
        (put("recipe", "hidden", [4096] * 8), "sizes"),
        (put("recipe", "optimizer", "sgd"), "different optimizers"),
        (put("recipe", "optimizer_settings", {"n": 3}), "'n' is not accepted"),
        (put("recipe", "learning_rate", 10**400), "learning rate"),
        (put("recipe", "colour", "red"), "'colour'"),
        (put("recipe", "cost", ["cross-entropy"]), "cost"),
        (put("recipe", "dtype", "float64"), "the recipe needs float64"),
        (put("sizes", [13, 5, 4, 3]), "picture does not fit the sizes"),
        (put("sizes", [12, 5, 4, 2]), "the recipe needs float32"),
        (put("picture", [1, 3, 5]), "picture does not fit the sizes"),
        (put("picture", [-1, -3, 4]), "picture does not fit the sizes"),
        (put("picture", [3, 4]), "picture is not channels, rows and columns"),
        (put("picture", None), "picture is not channels, rows and columns"),
        (put("recipe", "architecture", "conv 3@3"), "an architecture or hidden sizes"),
        (put("recipe", "architecture", ["conv 3@3"]), "architecture"),
        (put("sizes", [12, 5, 4, -3]), "sizes"),
        (put("sizes", "12"), "sizes"),
        (put("step", -1), "step is not a whole number"),
        (put("step", 7), "history goes on to step 8"),
        (put("step", 1.5), "step is not a whole number"),
        (put("examples", True), "examples is not a whole number"),
        (put("position", "0"), "position is not a whole number"),
        (put("learning_rate", "fast"), "learning_rate is not a number"),
        (put("learning_rate", float("nan")), "learning_rate is not a number"),
        (put("learning_rate", 1e7), "learning_rate is not a number from 0 to 1e"),
        (put("learning_rate", 10**400), "learning_rate is not a number"),
        (put("optimizer", "steps", -4), "steps is not a whole number"),
        (put("data", "name", ""), "name of the data"),
        (put("data", "identity", 5), "identity of the data"),
        (put("saved_at", "yesterday"), "saved_at is not a time"),
        (member("parameters.npy", np.zeros(N + 1, np.float32)), "needs float32"),
        (member("parameters.npy", np.zeros((N, 1), np.float32)), "needs float32"),
        (member("parameters.npy", np.zeros(N, np.int32)), "needs float32"),
        (member("parameters.npy", np.full(N, np.inf, np.float32)), "not finite"),
        (member("optimizer/mean.npy", np.zeros(3, np.float32)), "optimizer/mean.npy is float32"),
        (member("optimizer/velocity.npy", np.zeros(N, np.float32)), "state of the optimizer adam"),
        (lambda _, members: members.pop("optimizer/mean.npy"), "state of the optimizer adam"),
        (lambda _, members: members.pop("parameters.npy"), "parameters.npy is missing"),
        (member("history/nonsense.npy", np.zeros(3)), "nonsense"),
        (member("../outside.npy", np.zeros(3)), "'../outside.npy', which does not belong"),
        (member("/etc/outside.npy", np.zeros(3)), "does not belong there"),
        (member("optimizer/..%2f.npy", np.zeros(3)), "does not belong there"),
        (lambda _, members: members.update({"parameters.npy": b"cos\nsystem\n."}), "not a .npy"),
    ],
)
def test_that_what_cannot_be_is_refused_by_name(saved, change, reason):
    rewritten(saved, change)
    assert reason in refused(saved)


def test_that_a_run_without_a_path_is_read(saved):
    assert load_run(saved).trajectory is None


@pytest.fixture
def saved_with_path(tmp_path):
    training, history = trained()
    trajectory = ParameterPath(N)
    for step in (0, 1, 5, 8):
        trajectory.append(step, training.network.parameters * step)
    path = tmp_path / "run.gdrun"
    moments = Moments.restored((), trajectory)
    save_run(path, training.state(), history, DATA.name, moments, with_moments=False)
    return path, trajectory


def test_that_the_path_comes_back(saved_with_path):
    path, trajectory = saved_with_path
    found = load_run(path).trajectory
    assert found.steps().tolist() == [0, 1, 5, 8]
    assert found.points().tobytes() == trajectory.points().tobytes()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (put("step", 8), None),
        (member("path/steps.npy", np.array([0, 1, 5, 9])), "path goes on to step 9"),
        (member("path/steps.npy", np.array([0, 1, 1, 8])), "path array steps"),
        (member("path/steps.npy", np.array([0.0, 1, 5, 8])), "path array steps"),
        (member("path/steps.npy", np.int64(3)), "path array steps"),
        (member("path/points.npy", np.zeros((3, N), np.float32)), "path array points"),
        (member("path/points.npy", np.full((4, N), np.nan, np.float32)), "path array points"),
        (member("path/numbers.npy", np.array([0, N + 1])), "path array numbers"),
        (member("path/numbers.npy", np.array([-1, N])), "path array numbers"),
        (member("path/numbers.npy", np.array([99, N])), "path array numbers"),
        (member("path/colour.npy", np.zeros(3)), "path array colour"),
    ],
)
def test_that_a_path_that_cannot_be_is_refused_by_name(saved_with_path, change, reason):
    path, _ = saved_with_path
    rewritten(path, change)
    if reason is None:
        assert load_run(path).trajectory.last_step == 8
    else:
        assert reason in refused(path)


def test_that_a_changed_member_is_noticed_by_its_check_sum(saved):
    with zipfile.ZipFile(saved) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["parameters.npy"] = array_to_bytes(np.zeros(N, np.float32))
    with zipfile.ZipFile(saved, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    assert "parameters.npy is damaged" in refused(saved)


def zipped(members, method=zipfile.ZIP_STORED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def test_that_bombs_are_refused_before_they_are_unpacked(tmp_path):
    path = tmp_path / "run.gdrun"
    path.write_bytes(zipped([("parameters.npy", bytes(50_000_000))], zipfile.ZIP_DEFLATED))
    assert "compressed, which gdstudio never does" in refused(path)
    path.write_bytes(zipped([(f"path/a{i}.npy", b"") for i in range(65)]))
    assert "65 members, more than 64" in refused(path)
    with pytest.warns(UserWarning, match="Duplicate"):
        path.write_bytes(zipped([("path/a.npy", b""), ("path/a.npy", b"")]))
    assert "two members of the same name" in refused(path)
    path.write_bytes(zipped([("manifest.json", b"[" * 100_000)]))
    assert "damaged manifest" in refused(path)
    path.write_bytes(zipped([("manifest.json", b" " * (2 << 20))]))
    assert "manifest of 2,097,152 bytes" in refused(path)
    path.write_bytes(zipped([]))
    assert "not a run of gdstudio" in refused(path)


def test_that_a_lying_member_size_is_refused(saved):
    content = bytearray(saved.read_bytes())
    place = content.rindex(b"PK\x01\x02")  # the last entry of the table of members
    content[place + 20 : place + 28] = struct.pack("<II", 1 << 29, 1 << 29)
    saved.write_bytes(content)
    refused(saved)


def test_that_names_of_classes_go_with_a_run(tmp_path):
    names = ("A", "é", "zero")
    digits = dataclasses.replace(DATA.train, class_names=names)
    state = Training(RECIPE, DataSet("made up", digits, digits)).state()
    save_run(tmp_path / "run.gdrun", state, None, "made up")
    assert load_run(tmp_path / "run.gdrun").state.names == names


@pytest.mark.parametrize(
    "names", ["ABC", ["A"], ["A", "A", "B"], ["A", "", "B"], ["A", "\n", 3], 7]
)
def test_that_names_that_cannot_be_are_refused(saved, names):
    change_manifest(saved, lambda manifest: manifest.update(classes=names))
    with pytest.raises(FileError, match="classes"):
        load_run(saved)


def test_that_a_run_that_names_no_classes_opens_as_before(saved):
    change_manifest(saved, lambda manifest: manifest.pop("classes"))
    assert load_run(saved).state.names == ("0", "1", "2")


def change_manifest(path, change):
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members["manifest.json"])
    change(manifest)
    members["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def test_that_a_zip_of_a_hundred_thousand_members_is_refused_before_they_are_listed(tmp_path):
    path = tmp_path / "many.gdrun"
    entry = b"PK\1\2" + bytes(42)
    listed = entry * 100_000
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65535, 65535, len(listed), 0, 0)
    path.write_bytes(listed + end)
    tracemalloc.start()
    try:
        with pytest.raises(FileError, match="65,535 members, more than 64"):
            load_run(path)
        assert tracemalloc.get_traced_memory()[1] < 3 * len(listed)
    finally:
        tracemalloc.stop()
    path.write_bytes(listed + end[:8] + bytes(4) + end[12:])
    with pytest.raises(FileError, match="its list of members takes 4,600,000 bytes"):
        load_run(path)
    path.write_bytes(listed + b"PK\6\7" + bytes(16) + end)
    with pytest.raises(FileError, match="is damaged"):
        load_run(path)


def test_that_a_run_keeps_what_it_is_called_and_what_was_noted(tmp_path):
    training, history = trained()
    caption = Caption("best", "two\nlines")
    save_run(tmp_path / "run", training.state(), history, DATA.name, None, caption)
    assert load_run(tmp_path / "run").caption == caption
    save_run(tmp_path / "run", training.state(), history, DATA.name)
    assert load_run(tmp_path / "run").caption == Caption()
