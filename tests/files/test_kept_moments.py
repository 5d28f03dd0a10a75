"""Moments in run files: what comes back, and what is refused."""

from dataclasses import replace

import numpy as np
import pytest

from gdstudio.arrays import locked
from gdstudio.files.run_file import load_run, moments_size, save_run
from gdstudio.learning.moment import Dues, Kind, Moment
from gdstudio.learning.moments import Moments
from gdstudio.learning.optimizers import OPTIMIZERS
from gdstudio.learning.training import Training
from gdstudio.npy import array_to_bytes
from tests.files.test_run_file import DATA, RECIPE, N, member, put, refused, rewritten

NAME = "vor dem Sprung ⚡"


def with_moments(recipe=RECIPE, updates=14, budget=64 << 20):
    training = Training(recipe, DATA)
    n = len(training.network.parameters)
    moments, dues = Moments(n, training.plan.steps, budget), Dues(0, 0, n)
    moments.add(training.moment(dues.kind_at(0, 0)))
    for _ in range(updates):
        training.update()
        kind = dues.kind_at(training.step, int(training.epoch))
        rests = training.step % 5 == 0
        if rests:
            kind |= Kind.RESTED
        moments.add(training.moment(kind, exact=rests))
    moments.name(5, NAME)
    return training, moments


@pytest.fixture
def saved(tmp_path):
    training, moments = with_moments()
    path = tmp_path / "run.gdrun"
    save_run(path, training.state(), None, DATA.name, moments)
    return path


def same_moments(found, moments):
    assert found.budget == moments.budget
    assert len(found) == len(moments)
    for a, b in zip(found, moments, strict=True):
        assert (a.step, a.kind, a.name) == (b.step, b.kind, b.name)
        assert (repr(a.rate), repr(a.cost)) == (repr(b.rate), repr(b.cost))
        assert a.parameters.tobytes() == b.parameters.tobytes()
        assert not a.parameters.flags.writeable
        assert (a.is_exact, a.state_bytes) == (b.is_exact, b.state_bytes)
        if b.state is not None:
            for name in ("examples", "epoch", "position", "epochs", "learning_rate"):
                assert getattr(a.state, name) == getattr(b.state, name)
    assert found.path.steps().tolist() == moments.path.steps().tolist()
    assert found.path.points().tobytes() == moments.path.points().tobytes()
    return True


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
def test_that_moments_come_back_and_are_gone_on_from_bit_by_bit(tmp_path, optimizer, dtype):
    training, moments = with_moments(RECIPE.changed(optimizer=optimizer, dtype=dtype, epochs=20))
    save_run(tmp_path / "run", training.state(), None, DATA.name, moments)
    found = load_run(tmp_path / "run").moments
    assert same_moments(found, moments)
    moment = found.named(NAME)
    assert moment.is_exact
    branch = Training(training.recipe, DATA, moment.state)
    while branch.step < training.step:
        branch.update()
    assert branch.network.parameters.tobytes() == training.network.parameters.tobytes()
    for step in (3, 4):
        found.add(moments.at(step))
    assert same_moments(found, moments)


def frozen_on_the_way(path):
    training, moments = with_moments()
    for layers in ((2,), (1, 2), ()):
        training.freeze(layers)
        moments.add(training.moment(Kind.LAYERS_FROZEN, exact=True))
        training.update()
        moments.add(training.moment(Kind.RESTED, exact=True))
    save_run(path, training.state(), None, DATA.name, moments)
    return training, moments


def test_that_each_moment_knows_which_layers_were_frozen(tmp_path):
    training, moments = frozen_on_the_way(tmp_path / "run")
    found = load_run(tmp_path / "run").moments
    assert same_moments(found, moments)
    assert [m.state.recipe for m in found] == [m.state.recipe for m in moments]
    frozen = [m.state.recipe.frozen_layers for m in found.marks(Kind.LAYERS_FROZEN)]
    assert frozen == [(2,), (1, 2), ()]
    branch = found.at(training.step - 1).state
    assert branch.recipe.frozen_layers == ()
    assert found.at(training.step - 2).state.recipe.frozen_layers == (1, 2)


@pytest.mark.parametrize(
    ("bits", "said"), [(-1, "out of range"), (1 << 40, "out of range"), (8, "layers from 1")]
)
def test_that_frozen_layers_that_are_not_there_are_refused(tmp_path, bits, said):
    path = tmp_path / "run"
    frozen_on_the_way(path)
    array = np.full(len(load_run(path).moments), bits, np.int64)
    rewritten(path, member("moments/frozen.npy", array))
    assert said in refused(path)


def test_that_the_points_of_the_path_are_written_once(tmp_path):
    training, moments = with_moments(RECIPE.changed(epochs=40), 200)
    both, path_alone = tmp_path / "both", tmp_path / "path"
    save_run(both, training.state(), None, DATA.name, moments)
    save_run(path_alone, training.state(), None, DATA.name, moments, with_moments=False)
    assert load_run(path_alone).moments.path.steps().tolist() == moments.path.steps().tolist()
    assert all(moment.state is None for moment in load_run(path_alone).moments)
    sizes = [path.stat().st_size for path in (both, path_alone)]
    assert sizes[0] < moments_size(moments) < sizes[0] + len(moments) * 1024
    assert sizes[1] > moments_size(moments, with_moments=False)


def test_that_points_of_a_path_without_states_are_written_and_read(tmp_path):
    training, moments = with_moments()
    bare = Moments(N, 100)
    for moment in moments:
        bare.add(Moment(moment.step, moment.parameters, kind=Kind.PASSED))
    save_run(tmp_path / "run", training.state(), None, DATA.name, bare)
    assert same_moments(load_run(tmp_path / "run").moments, bare)


def test_that_no_moments_at_all_come_back_as_none_at_all(tmp_path):
    training, _ = with_moments()
    save_run(tmp_path / "run", training.state(), None, DATA.name, Moments(N))
    assert len(load_run(tmp_path / "run").moments) == 0


K = 15  # moments in the file, of which two hold a state of the optimiser
FULL = np.zeros((K, N), np.float32)


def counts(column, value):
    table = np.zeros((K, 6), np.int64)
    table[:, 0] = np.arange(K)
    table[2, column] = value
    return member("moments/counts.npy", table)


def names(text):
    return member("moments/names.npy", np.frombuffer(text.encode(), np.uint8))


REALS = np.zeros((K, 3))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (put("step", 13), "moments array counts: 14 is not accepted"),
        (counts(0, 9), "moments array counts: out of order"),
        (counts(0, -1), "moments array counts: out of order"),
        (counts(1, -2), "moments array counts: out of range"),
        (counts(3, -1), "moments array counts: out of range"),
        (counts(4, 2**62 + 1), "moments array counts: out of range"),
        (member("moments/counts.npy", np.zeros((K, 7), np.int64)), "moments array counts"),
        (member("moments/counts.npy", np.zeros((K, 6))), "moments array counts: float64"),
        (member("moments/counts.npy", np.zeros((5000, 6), np.int64)), "at most 4,096 moments"),
        (member("moments/counts.npy", np.int64(3)), "moments array counts"),
        (member("moments/kinds.npy", np.full(K, 2**40)), "moments array kinds: unknown"),
        (member("moments/kinds.npy", np.full(K, -1)), "moments array kinds: unknown"),
        (member("moments/kinds.npy", np.zeros(3, np.int64)), "moments array kinds"),
        (member("moments/reals.npy", REALS - 1), "moments array reals: out of range"),
        (member("moments/reals.npy", np.full((K, 3), np.nan)), "moments array reals"),
        (member("moments/reals.npy", np.full((K, 3), np.inf)), "moments array reals"),
        (member("moments/reals.npy", REALS + np.array([0, 0, 1e101])), "moments array reals"),
        (member("moments/parameters.npy", FULL + np.nan), "parameters: not finite"),
        (member("moments/parameters.npy", FULL[:3]), "moments array parameters"),
        (member("moments/parameters.npy", FULL[:, :9]), "moments array parameters"),
        (member("moments/parameters.npy", FULL.astype(np.float64)), "array parameters: float64"),
        (member("moments/held.npy", np.array([3, 1, 2])), "moments array held: out of order"),
        (member("moments/held.npy", np.array([3, 5, 99])), "moments array held: out of order"),
        (member("moments/held.npy", np.array([3])), "moments array optimizer_mean"),
        (member("moments/held.npy", np.array([], np.int64)), "optimizer_mean: unknown"),
        (member("moments/optimizer_mean.npy", FULL[:2] + np.inf), "mean: not finite"),
        (member("moments/optimizer_velocity.npy", FULL[:2]), "optimizer_velocity: unknown"),
        (lambda _, members: members.pop("moments/optimizer_mean.npy"), "mean: missing"),
        (lambda _, members: members.pop("moments/held.npy"), "moments array held: missing"),
        (lambda _, members: members.pop("moments/names.npy"), "moments array names: missing"),
        (lambda _, members: members.pop("path/steps.npy"), "holds moments without a path"),
        (member("path/steps.npy", np.array([0, 1, 99])), "has a path that is not among"),
        (member("moments/budget.npy", np.array([-5])), "moments array budget: -5"),
        (member("moments/budget.npy", np.array([2**50])), "moments array budget"),
        (member("moments/colour.npy", np.zeros(3)), "moments array colour: unknown"),
        (names("{"), "moments array names: damaged"),
        (names("[]"), "moments array names: damaged"),
        (names('{"5": 7}'), "moments array names: 7"),
        (names('{"5": ""}'), "moments array names"),
        (names('{"99": "nowhere"}'), "moments array names: nowhere"),
        (names('{"5": "two\\nlines"}'), "moments array names"),
        (names('{"5": "\\u202egnol"}'), "moments array names"),
        (names("{}"), "moments array names: 5"),
        (names('{"5": "a", "6": "b"}'), "moments array names: 6"),
        (names('{"5": "' + 61 * "x" + '"}'), "moments array names"),
        (member("moments/names.npy", np.full(9, 0xFF, np.uint8)), "names: damaged"),
        (member("moments/names.npy", np.zeros(9)), "moments array names: float64"),
    ],
)
def test_that_moments_that_cannot_be_are_refused_by_name(saved, change, reason):
    rewritten(saved, change)
    assert reason in refused(saved).replace("'", "")


def test_that_a_shape_that_lies_is_refused_before_it_is_made(saved):
    sound = array_to_bytes(FULL)
    lying = sound.replace(f"({K}, {N})".encode(), f"({K * 9}, {N})".encode()[: len(f"({K}, {N})")])
    rewritten(saved, lambda _, members: members.update({"moments/parameters.npy": lying}))
    assert "moments/parameters.npy" in refused(saved)


def test_that_a_name_is_made_fit_to_be_kept(tmp_path):
    training, moments = with_moments()
    moments.name(7, "  a\x07 b\n\tc \udcff" + 99 * "é")
    save_run(tmp_path / "run", training.state(), None, DATA.name, moments)
    assert load_run(tmp_path / "run").moments.at(7).name == ("a b c " + 99 * "é")[:60]
    assert replace(moments.at(7)).name == moments.at(7).name


def test_that_a_large_budget_comes_back(tmp_path):
    training, moments = with_moments(budget=1 << 30)
    here = locked(np.zeros(N, np.float32))
    for step in range(2000, 2300):
        moments.add(Moment(step, here, kind=Kind.EVALUATED))
    state = replace(training.state(), step=5000)
    save_run(tmp_path / "run", state, None, DATA.name, moments)
    found = load_run(tmp_path / "run").moments
    assert found.steps().tolist() == moments.steps().tolist()
