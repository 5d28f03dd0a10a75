"""The named recipes of convolutional and recurrent networks; their settings: docs/networks.md."""

from __future__ import annotations

from typing import Final

from gdstudio.learning.named_recipe import NamedRecipe
from gdstudio.learning.recipe import Recipe
from gdstudio.texts import Text

_CNN: Final = Recipe(
    name="cnn-small",
    architecture="conv 8@5x5, pool 2, conv 16@5x5, pool 2, dense 64",
    activation="relu",
    output_activation="softmax",
    cost="cross-entropy",
    initialization="he",
    optimizer="adam",
    learning_rate=0.002,
    schedule="cosine",
    batch_size=32,
    epochs=10,
    augmentation="affine",
)

_LENET: Final = _CNN.changed(
    name="lenet-5",
    architecture="conv 6@5x5 pad 2, average pool 2, conv 16@5x5, average pool 2, dense 120, "
    "dense 84",
    activation="tanh",
    initialization="xavier",
    epochs=12,
)
_LSTM: Final = _CNN.changed(
    name="lstm-rows",
    architecture="lstm 128",
    initialization="xavier",
    learning_rate=0.003,
    batch_size=64,
    epochs=8,
    augmentation="none",
)
_RNN: Final = _LSTM.changed(
    name="rnn-rows", architecture="rnn 128 tanh", learning_rate=0.001, batch_size=32
)

LAYER_RECIPES: Final = (
    NamedRecipe(
        _CNN,
        Text("A small convolutional network"),
        Text(
            "Two layers of small filters that slide over the picture: a stroke is found "
            "wherever it stands, so a few epochs do what wide layers never do."
        ),
        Text("about 99.3 %"),
    ),
    NamedRecipe(
        _LENET,
        Text("After LeNet-5"),
        Text(
            "The layers of the network that read cheques, with tanh and averages as in "
            "1998: an error in a hundred digits."
        ),
        Text("about 99.2 % (LeCun et al. 1998: 99.05 %)"),
    ),
    NamedRecipe(
        _LSTM,
        Text("An LSTM reads row by row"),
        Text(
            "128 memory cells read the picture as 28 rows, from the top: watch the answer "
            "grow sure with every row."
        ),
        Text("about 99.1 %"),
    ),
    NamedRecipe(
        _RNN,
        Text("Without memory cells"),
        Text(
            "A plain recurrent layer of as many units reads the same rows: it learns too, "
            "but what it read first fades."
        ),
        Text("about 97.8 %"),
    ),
    NamedRecipe(
        _RNN.changed(name="irnn-rows", architecture="rnn 128 relu"),
        Text("A recurrent layer that starts as a sum"),
        Text(
            "ReLUs whose recurrent weights start as the identity, so that at first all rows "
            "are added up and none is forgotten."
        ),
        Text("about 97.8 %"),
    ),
)
