"""The named recipes: settings worth trying, each with a sentence on what to watch.

Nielsen's cost has a factor 1/2 (Nielsen 2015, chapter 1, eq. 6), so with the squared error his
learning rates are halved here; with the cross-entropy they are his own. Settings of convolutional
and recurrent networks: docs/networks.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from gdstudio.learning.recipe import Recipe
from gdstudio.settings.typed import known_name
from gdstudio.texts import Text


@dataclass(frozen=True, slots=True)
class NamedRecipe:
    """A recipe that people choose by name.

    Attributes:
        recipe: The settings; `recipe.name` is the name on the command line.
        title: The name as people read it, a few words.
        summary: One sentence: what this is and what to watch.
        expected: What comes out, short, with its source if it is published.
    """

    recipe: Recipe
    title: str
    summary: str
    expected: str

    @property
    def name(self) -> str:
        """The name on the command line, e.g. "lesson"."""
        return self.recipe.name


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


_PLAIN: Final = Recipe(name="lesson-plain")
_LESSON: Final = _PLAIN.changed(name="lesson", initialization="scaled-normal", schedule="cosine")
_NIELSEN: Final = Recipe(name="nielsen-30", hidden=(30,), train_size=50_000)
_CROSS_ENTROPY: Final = Recipe(
    name="cross-entropy-30",
    hidden=(30,),
    train_size=50_000,
    cost="cross-entropy",
    initialization="scaled-normal",
    learning_rate=0.1,
    l2=5 / 50_000,
)
_LESSON_BEST: Final = _PLAIN.changed(
    name="lesson-best",
    initialization="scaled-normal",
    optimizer="nesterov",
    learning_rate=0.3,
    schedule="one-cycle",
    batch_size=100,
    epochs=60,
    augmentation="elastic",
)
_MODERN: Final = Recipe(
    name="modern",
    activation="relu",
    output_activation="softmax",
    cost="cross-entropy",
    initialization="he",
    optimizer="adam",
    learning_rate=0.005,
    schedule="one-cycle",
    batch_size=64,
    epochs=10,
)
_SMALL_BEST: Final = _MODERN.changed(
    name="small-best", learning_rate=0.01, batch_size=100, epochs=100, augmentation="elastic"
)
_WIDE_BEST: Final = _SMALL_BEST.changed(
    name="wide-best",
    hidden=(128, 64),
    learning_rate=0.003,
    epochs=40,
    augmentation="elastic-strong",
)

_ALL: Final = (
    NamedRecipe(
        _LESSON,
        Text("The lesson's network"),
        Text(
            "784-16-16-10 with sigmoids and the squared error, ten examples a step: watch "
            "the cost fall while the answers to a drawing grow sure."
        ),
        Text("about 94.8 % of the test digits (the lesson says about 96 %)"),
    ),
    NamedRecipe(
        _PLAIN,
        Text("The lesson's network, to the letter"),
        Text(
            "All weights and biases from N(0, 1) and a constant rate, as in the lesson's own "
            "program: pixels that are never lit keep their noise in the pictures of the weights."
        ),
        Text("about 93.5 % (the weights shown in the lesson: 93.63 %)"),
    ),
    NamedRecipe(
        _NIELSEN,
        Text("Nielsen, 30 hidden neurons"),
        Text(
            "One hidden layer of 30 and the first 50,000 digits: most is learned in the "
            "first epoch."
        ),
        Text("about 95 % (Nielsen 2015, chapter 1: 95.42 %)"),
    ),
    NamedRecipe(
        _NIELSEN.changed(name="nielsen-100", hidden=(100,)),
        Text("Nielsen, 100 hidden neurons"),
        Text(
            "More neurons, mostly better; with unlucky starts one digit is never learned, "
            "so try several seeds."
        ),
        Text(
            "about 96.5 % (Nielsen 2015, chapter 1: 96.59 %); seeds that lose a digit end at 87 %"
        ),
    ),
    NamedRecipe(
        _NIELSEN.changed(name="nielsen-100-slow", hidden=(100,), learning_rate=0.0005),
        Text("Learning rate too small"),
        Text(
            "The same network with a rate of a three-thousandth: the cost falls, but so "
            "slowly that 30 epochs hardly show."
        ),
        Text("below 25 % (Nielsen 2015, chapter 1: 21.42 %)"),
    ),
    NamedRecipe(
        _NIELSEN.changed(name="nielsen-30-fast", learning_rate=50.0),
        Text("Learning rate too large"),
        Text(
            "A rate 33 times too large: the first steps overshoot, all neurons are stuck "
            "flat, and the cost stays where it is."
        ),
        Text("about 10 %, no better than guessing (Nielsen 2015, chapter 1: 9.82 %)"),
    ),
    NamedRecipe(
        _CROSS_ENTROPY,
        Text("Cross-entropy"),
        Text(
            "The cross-entropy does not slow down where the answer is badly wrong: compare "
            "the first epoch with Nielsen's network."
        ),
        Text("about 96 %, 92 % after one epoch (Nielsen 2015, chapter 3: 96.5 %, 92.7 %)"),
    ),
    NamedRecipe(
        _CROSS_ENTROPY.changed(name="cross-entropy-30-large", initialization="standard-normal"),
        Text("Cross-entropy from large weights"),
        Text(
            "The same from weights of deviation 1: neurons start saturated, the first epoch "
            "is several points behind, and the end is the same."
        ),
        Text("about 96 %, 86.6 % after one epoch (Nielsen 2015, chapter 3: 96.4 %, 86.4 %)"),
    ),
    NamedRecipe(
        _PLAIN.changed(
            name="full-batch", optimizer="gradient-descent", learning_rate=3.0, epochs=300
        ),
        Text("All examples for each step"),
        Text(
            "True gradient descent, 60,000 examples a step: the cost falls smoothly, but "
            "300 steps take as long as whole epochs of small batches."
        ),
        Text("the cost falls at every step, yet far less is learned in the same time"),
    ),
    NamedRecipe(
        _PLAIN.changed(name="zeros", initialization="zeros", epochs=5),
        Text("Start from zeros"),
        Text(
            "All weights start at 0, so all neurons of a layer stay equal for ever: look at "
            "the weights, every picture is the same."
        ),
        Text("about 34 %: sixteen neurons do the work of one"),
    ),
    NamedRecipe(
        _MODERN,
        Text("The same sizes, trained as today"),
        Text(
            "784-16-16-10 with ReLU, softmax, Adam and a rate that rises and falls: better "
            "than the lesson's in a third of the epochs."
        ),
        Text("about 96 %"),
    ),
    NamedRecipe(
        _CROSS_ENTROPY.changed(
            name="wide",
            hidden=(100,),
            train_size=None,
            learning_rate=0.5,
            schedule="cosine",
            l2=5 / 60_000,
        ),
        Text("Wide and regularised"),
        Text("100 hidden neurons, cross-entropy and L2: the 98 % of which the lesson speaks."),
        Text("about 98 % (Nielsen 2015, chapter 3: 98.04 %)"),
    ),
    NamedRecipe(
        _CROSS_ENTROPY.changed(
            name="overfit-1000",
            train_size=1000,
            initialization="standard-normal",
            learning_rate=0.5,
            l2=0.0,
            epochs=400,
        ),
        Text("Overfitting on 1,000 digits"),
        Text(
            "Only 1,000 examples: all are soon answered right, while the test cost turns "
            "and rises again."
        ),
        Text(
            "100 % of the training digits, about 82 % of the test digits (Nielsen 2015, chapter 3)"
        ),
    ),
    NamedRecipe(
        _LESSON_BEST,
        Text("The lesson's network at its best"),
        Text(
            "Sigmoids and squared error as in the lesson, but every digit is bent anew in "
            "each epoch: the 96 % of the lesson are passed."
        ),
        Text("about 96.4 %"),
    ),
    NamedRecipe(
        _SMALL_BEST,
        Text("The same sizes at their best"),
        Text(
            "784-16-16-10 with ReLU, softmax and Adam on digits bent anew in each epoch: "
            "training and test accuracy stay close together."
        ),
        Text("about 97.2 %"),
    ),
    NamedRecipe(
        _WIDE_BEST,
        Text("Wider, on bent digits"),
        Text(
            "128 and 64 hidden neurons never see a digit twice alike, so they hardly "
            "overfit: compare training and test accuracy."
        ),
        Text("about 99.1 %"),
    ),
    *LAYER_RECIPES,
)

RECIPES: Final[dict[str, NamedRecipe]] = {named.name: named for named in _ALL}

GROUPS: Final = (
    (Text("The lesson's"), ("lesson", "lesson-plain", "lesson-best", "full-batch")),
    (
        Text("Modern"),
        (
            "modern",
            "small-best",
            "wide",
            "wide-best",
            "nielsen-30",
            "nielsen-100",
            "cross-entropy-30",
            "cross-entropy-30-large",
        ),
    ),
    (Text("Convolutional"), ("cnn-small", "lenet-5")),
    (Text("Recurrent"), ("lstm-rows", "rnn-rows", "irnn-rows")),
    (Text("What goes wrong"), ("nielsen-100-slow", "nielsen-30-fast", "zeros", "overfit-1000")),
)
"""Title and names of what is offered together; every recipe is in one group."""


def find_recipe(name: str) -> NamedRecipe:
    """Return the recipe of that name; raises InvalidValue if there is none."""
    return RECIPES[known_name("recipe", name, RECIPES)]
