import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdstudio.errors import InvalidValue
from gdstudio.learning.architecture import describe, make_layers
from gdstudio.learning.architecture_parts import SYNTAX, parse_architecture
from gdstudio.learning.shapes import PictureShape
from tests.networks import make_network

DIGIT = PictureShape(1, 28, 28)


def summary(architecture):
    layers = make_layers(parse_architecture(architecture), DIGIT, 10, "relu")
    return [(s.name, tuple(s.out_shape), s.parameter_count) for s in describe(layers)]


def test_that_a_small_cnn_is_told_layer_by_layer():
    assert summary("conv 8@5x5, pool 2, conv 16@5x5, pool 2, dense 64") == [
        ("conv 8@5x5", (8, 24, 24), 8 * 25 + 8),
        ("max pool 2", (8, 12, 12), 0),
        ("conv 16@5x5", (16, 8, 8), 16 * 8 * 25 + 16),
        ("max pool 2", (16, 4, 4), 0),
        ("dense 64", (64,), 256 * 64 + 64),
        ("dense 10", (10,), 650),
    ]


@pytest.mark.parametrize(
    ("architecture", "count"),
    [
        # As the Keras example prints it.
        ("conv 32@3, conv 64@3, pool 2, dropout 0.25, dense 128, dropout 0.5", 1_199_882),
        # 156 + 2,416 + 48,120 + 10,164 + 850: LeNet-5 with every map seen by every filter.
        ("conv 6@5x5 pad 2, pool 2, conv 16@5x5, pool 2, dense 120, dense 84", 61_706),
        ("dense 16, dense 16", 13_002),
    ],
)
def test_that_known_networks_have_the_published_number_of_parameters(architecture, count):
    assert len(make_network(architecture, DIGIT, 10).parameters) == count


@pytest.mark.parametrize(
    ("architecture", "expected"),
    [
        ("  CONV  6@5x3   Pad 2x1 stride 1 ", ("conv 6@5x3 pad 2x1", (6, 28, 28))),
        ("conv 6@3 stride 2 pad 1", ("conv 6@3x3 stride 2 pad 1", (6, 14, 14))),
        ("max pool 3 stride 2", ("max pool 3 stride 2", (1, 13, 13))),
        ("pool 2x4", ("max pool 2x4", (1, 14, 7))),
        ("average pool 2", ("average pool 2", (1, 14, 14))),
        ("dropout .25", ("dropout 0.25", (1, 28, 28))),
        ("rnn 100", ("rnn 100 tanh", (100,))),
        ("rnn 100 relu pixels", ("rnn 100 relu pixels", (100,))),
        ("lstm 128 pixels", ("lstm 128 pixels", (128,))),
    ],
)
def test_that_each_form_is_understood(architecture, expected):
    assert summary(architecture)[0][:2] == expected


@pytest.mark.parametrize(
    ("architecture", "place", "accepted"),
    [
        ("", 1, "one of: conv, pool"),
        ("conv 8@5x5, , dense 3", 2, "one of: conv, pool"),
        ("convolution 8@5x5", 1, "one of: conv, pool"),
        ("conv 8@5x5, pool 2, pool 3x", 3, SYNTAX["max pool"]),
        ("pool 2, average 2", 2, SYNTAX["average pool"]),
        ("conv 8", 1, SYNTAX["conv"]),
        ("conv 8@5x5x5", 1, SYNTAX["conv"]),
        ("conv 8@5 stride 2 stride 3", 1, SYNTAX["conv"]),
        ("conv 8@-5", 1, SYNTAX["conv"]),
        ("conv ٣@5", 1, SYNTAX["conv"]),
        ("conv 0@5x5", 1, "1 to 512 filters"),
        ("conv 8@0x5", 1, "a size from 1 to 64"),
        ("conv 8@5x5 stride 0", 1, "a stride from 1 to 64"),
        ("conv 8@5x5 pad 5", 1, "a padding smaller than the kernel"),
        ("conv 8@29x3", 1, "a kernel of at most 28x28: it sees pictures of 28x28"),
        ("pool 2, pool 2, conv 8@10 pad 1", 3, "a kernel of at most 9x9"),
        ("conv 8@3x29", 1, "a kernel of at most 28x28: it sees pictures of 28x28"),
        ("pool 5, pool 6", 2, "a window of at most 5x5: it sees pictures of 5x5"),
        ("dense 4097", 1, "1 to 4,096 neurons"),
        ("dense 99999999999999999999", 1, "1 to 4,096 neurons"),
        ("conv 8@1000000000", 1, "a size from 1 to 64"),
        ("dense 64, conv 8@5x5", 2, "dense or dropout: what comes before gives 64 numbers"),
        ("lstm 128, lstm 64", 2, "dense or dropout: what comes before gives 128 numbers"),
        ("lstm 1025", 1, "1 to 1,024 units"),
        ("rnn 100 sigmoid", 1, SYNTAX["rnn"]),
        ("dropout 1", 1, SYNTAX["dropout"]),
        ("dropout 0.0", 1, SYNTAX["dropout"]),
        ("dropout 50%", 1, SYNTAX["dropout"]),
        ("dense 4096, dense 4096, dense 4096", 3, "smaller layers"),
    ],
)
def test_that_a_wrong_part_is_named_with_its_place(architecture, place, accepted):
    with pytest.raises(InvalidValue) as caught:
        make_network(architecture, DIGIT, 10)
    assert caught.value.name == f"architecture, part {place}"
    assert caught.value.value == " ".join(architecture.split(",")[place - 1].lower().split())
    assert caught.value.accepted.startswith(accepted)


def test_that_too_many_parts_are_refused():
    with pytest.raises(InvalidValue, match="at most 20"):
        parse_architecture("dense 3," * 21)


@st.composite
def written_parts(draw):
    pair = st.builds("{}x{}".format, st.integers(1, 4), st.integers(1, 4))
    stride = st.just("") | pair.map(" stride {}".format)
    n = st.integers(1, 9)
    rate = st.integers(1, 999).map(lambda k: f"dropout {k / 1000}")
    conv = st.builds("conv {}@{}{}".format, n, pair, stride)
    pool = st.builds("{} pool {}{}".format, st.sampled_from(["max", "average"]), pair, stride)
    flat = st.builds("dense {}".format, n) | rate
    pictures = draw(st.lists(conv | pool | rate, max_size=3))
    reader = draw(
        st.lists(
            st.builds("lstm {}{}".format, n, st.sampled_from(["", " pixels"]))
            | st.builds("rnn {} {}".format, n, st.sampled_from(["tanh", "relu pixels"])),
            max_size=1,
        )
    )
    return pictures + reader + draw(st.lists(flat, max_size=2))


@given(parts=written_parts().filter(bool), seed=st.integers(0, 100))
def test_that_the_names_of_layers_are_an_architecture_of_the_same_layers(parts, seed):
    shape = PictureShape(2, 64, 64)
    layers = make_layers(parse_architecture(", ".join(parts)), shape, 3, "tanh")
    names = [summary.name for summary in describe(layers)]
    again = make_layers(parse_architecture(", ".join(names[:-1])), shape, 3, "tanh")
    assert describe(again) == describe(layers)
    for before, layer in itertools.pairwise(layers):
        assert np.prod(before.out_shape) == before.n_out == layer.n_in
