import numpy as np

from gdstudio.learning.batches import CHUNK, Batches
from gdstudio.learning.random_streams import Purpose, random_stream


def test_that_going_back_hands_out_the_same_examples_again(small_data):
    """As after a divergence: the cache may by then hold only what comes later."""
    digits = small_data.train.take(np.arange(3 * CHUNK) % 103)
    batches = Batches(digits, seed=1)
    first = [tuple(array.copy() for array in batches.next(CHUNK)) for _ in range(3)]
    batches.position = 0
    for X, T in first:
        again_X, again_T = batches.next(CHUNK)
        np.testing.assert_array_equal(again_X, X)
        np.testing.assert_array_equal(again_T, T)


def test_that_any_sizes_hand_out_the_same_order(small_data):
    rng = np.random.default_rng(1)
    digits = small_data.train
    order = random_stream(4, Purpose.SHUFFLING, 0).permutation(103)
    for _ in range(20):
        batches, seen = Batches(digits, seed=4), []
        while not batches.finish():
            X, T = batches.next(int(rng.integers(1, 60)))
            assert X.shape[1:] == (12,)
            assert T.shape == (len(X), 3)
            seen.append(X.copy())
        np.testing.assert_array_equal(np.concatenate(seen), digits.inputs(order))
        assert (batches.epoch, batches.position) == (1, 0)


def test_that_streams_of_other_purposes_places_and_seeds_differ():
    keys = [(1, Purpose.SHUFFLING, 0), (1, Purpose.SHUFFLING, 1), (2, Purpose.SHUFFLING, 0)]
    keys += [(1, Purpose.INITIALIZATION), (1, Purpose.LABEL_NOISE)]
    # As plain words of entropy this seed and (1, LABEL_NOISE, ...) would be the same.
    keys += [(1 + 3 * 2**32, Purpose.INITIALIZATION), (2**63 - 1, Purpose.SHUFFLING, 2**62)]
    drawn = [random_stream(*key).random() for key in keys]
    assert len(set(drawn)) == len(keys)
    assert drawn == [random_stream(*key).random() for key in keys]
