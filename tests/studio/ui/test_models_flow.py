"""A network goes out of the real window and comes in again, also one made for other data."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gdstudio.files.run_file import load_run, save_run
from gdstudio.resources import resource
from gdstudio.studio.user_folder import keep_everything_in
from tests.data.made_sets import labels, pictures

TRAINED = resource("runs/lesson-best.gdrun")


@pytest.fixture(autouse=True)
def user_folder(settings, tmp_path):
    """A place of its own for what is kept."""
    keep_everything_in(tmp_path / "kept")
    (tmp_path / "kept").mkdir()
    yield
    keep_everything_in(None)


def said(window):
    return [text for _, text in window.shared.messages.past]


def import_from(qtbot, window, path):
    before = len(said(window))
    window.shared.models.import_from(path)
    qtbot.waitUntil(lambda: any(text.startswith("Imported") for text in said(window)[before:]))
    qtbot.waitUntil(lambda: window.runs.run.progress is not None)


@pytest.fixture
def small(tmp_path):
    """Write a data set of 8 x 8 pixels and two classes, and a network that is made for it."""
    np.savez(tmp_path / "small.npz", images=pictures(40), labels=labels(40))
    rng = np.random.default_rng(1)
    W = rng.normal(size=(2, 64)).astype(np.float32)
    np.savez(tmp_path / "network.npz", W1=W, b1=np.zeros(2, np.float32))
    return tmp_path / "network.npz", tmp_path / "small.npz", W


@pytest.mark.parametrize("suffix", [".npz", ".safetensors"])
def test_that_a_complete_run_goes_out_and_comes_in_and_that_is_said(
    qtbot, window, tmp_path, suffix
):
    state = load_run(TRAINED).state
    complete = tmp_path / "complete.gdrun"
    save_run(complete, replace(state, epochs=state.epoch), None, "mnist")
    window.shared.files.open_run_file(complete)
    qtbot.waitUntil(lambda: window.runs.run.step > 0 and window.runs.run.progress is not None)
    out, path = window.shown.subject, tmp_path / f"network{suffix}"
    window.shared.models.export_to(path)
    qtbot.waitUntil(lambda: said(window)[-1:] == [f"Saved {path}"])
    number = window.runs.run.number
    import_from(qtbot, window, path)
    np.testing.assert_array_equal(window.shown.subject.parameters, out.parameters)
    assert window.runs.run.number != number
    assert any(run.number == number for run in window.runs.all)
    assert said(window)[-1] == f"Imported 784-16-16-10 from network{suffix}."


def test_that_a_network_for_other_data_offers_to_open_them_and_is_imported_then(
    qtbot, window, small
):
    network, data, W = small
    window.shared.models.import_from(network)
    qtbot.waitUntil(lambda: window.shared.dialogs.other_data is not None)
    question = window.shared.dialogs.other_data
    assert "has 2 outputs, but the digits have 10 classes" in question.text()
    question.open_button.click()
    qtbot.waitUntil(lambda: window.shared.data.dialog is not None)
    window.shared.data.look_at(data)
    qtbot.waitUntil(lambda: window.shared.data.dialog.use_button.isEnabled())
    window.shared.data.dialog.use_button.click()
    qtbot.waitUntil(lambda: any(text.startswith("Imported 64-2") for text in said(window)))
    qtbot.waitUntil(lambda: window.shown.subject is not None)
    assert window.shown.subject.parameters[:128].tolist() == W.ravel().tolist()


@pytest.mark.parametrize("where", ["question", "dialog"])
def test_that_whoever_gives_up_has_nothing_imported_later(qtbot, window, small, where):
    network, data, _ = small
    window.shared.models.import_from(network)
    qtbot.waitUntil(lambda: window.shared.dialogs.other_data is not None)
    if where == "question":
        window.shared.dialogs.other_data.reject()
        assert window.shared.data.dialog is None
    else:
        window.shared.dialogs.other_data.open_button.click()
        qtbot.waitUntil(lambda: window.shared.data.dialog is not None)
        window.shared.data.dialog.reject()
    window.shared.files.load_data(str(data))
    qtbot.waitUntil(lambda: window.runs.data.train.n_classes == 2)
    qtbot.waitUntil(lambda: window.runs.run.progress is not None)
    assert not any(text.startswith("Imported") for text in said(window))


def test_that_how_true_says_why_an_imported_network_has_no_path(qtbot, window, tmp_path):
    rng = np.random.default_rng(2)
    W = rng.normal(size=(10, 784)).astype(np.float32) / 28
    np.savez(tmp_path / "one.npz", W1=W, b1=np.zeros(10, np.float32))
    import_from(qtbot, window, tmp_path / "one.npz")
    window.tabs.setCurrentWidget(window.landscape.page)
    qtbot.waitUntil(
        lambda: window.landscape.honesty.explained.text().startswith("No path: this network came")
    )
