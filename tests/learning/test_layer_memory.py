import threading

import numpy as np

from gdstudio.learning import memory
from gdstudio.learning.memory import empty, give_back, unused_bytes, zeros


def address(array):
    return array.ctypes.data


def test_that_memory_comes_back_when_the_last_view_is_gone():
    give_back()
    array = empty((300, 400), np.float32)
    place, view = address(array), array[5:].reshape(-1, 8).T
    del array
    other = empty((300, 400), np.float32)
    assert address(other) != place  # a view still uses it
    del view
    third = empty((400, 300), np.float32)
    assert address(third) == place
    assert third.flags.c_contiguous
    assert third.flags.writeable
    assert third.shape == (400, 300)


def test_that_zeros_are_zero_in_memory_that_was_used():
    used = empty((500, 500), np.float64)
    used[...] = 3
    del used
    assert not zeros((500, 500), np.float64).any()
    assert not zeros((3,), np.float64).any()


def test_that_arrays_in_use_never_share_memory():
    rng = np.random.default_rng(1)
    held = {}
    for k in range(300):
        if len(held) > 8:
            held.pop(int(rng.choice(list(held))))
        shape = tuple(int(n) for n in rng.integers(1, 400, 2))
        held[k] = empty(shape, rng.choice(["float32", "float64"]))[::-1]
        held[k][...] = k
    assert all((array == k).all() for k, array in held.items())


def test_that_unused_memory_is_bounded(monkeypatch):
    give_back()
    monkeypatch.setattr(memory, "KEPT", 1_000_000)
    for n in range(100, 400):
        empty((n, 1000), np.float32)
    assert unused_bytes() < 4_000_000


def test_that_threads_do_not_get_each_others_memory():
    wrong = []

    def work(k):
        for _ in range(300):
            array = empty((200, 100), np.float32)
            array[...] = k
            if not (array == k).all():
                wrong.append(k)

    threads = [threading.Thread(target=work, args=(k,)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
