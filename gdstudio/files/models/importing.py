"""A network of another program as the beginning of a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from gdstudio.arrays import Array
from gdstudio.data.digits import DataSet
from gdstudio.errors import FileError, InvalidValue
from gdstudio.files.manifest import Refused
from gdstudio.files.models.found import NOTHING_SAID, Found, OtherPictures, Shape
from gdstudio.files.models.layer_weights import LayerWeights, parameters_from
from gdstudio.learning.layers import Layer
from gdstudio.learning.recipe import MAX_LAYERS, Recipe
from gdstudio.learning.shapes import PictureShape
from gdstudio.learning.snapshot import RunFacts, TrainingState
from gdstudio.settings.choices import HIDDEN_ACTIVATIONS
from gdstudio.texts import Text

SUFFIXES: Final = (".npz", ".safetensors", ".onnx")
# What a network goes on with of which nothing is known but the layers.
_GOES_ON: Final = Recipe(
    name="imported",
    activation="relu",
    output_activation="softmax",
    cost="cross-entropy",
    initialization="he",
    optimizer="adam",
    learning_rate=0.001,
    batch_size=64,
    epochs=10,
)


class LayersNotTold(FileError):
    """A file holds weights and does not say of which layers; the user may, see `SaidLayers`."""


class OtherDataWanted(FileError):
    """A network is made for other data than those in use: other sizes, other classes."""


class _NotTold(Refused):
    """The same, without the file."""


@dataclass(frozen=True, slots=True, eq=False)
class Imported:
    """A network that was read.

    Attributes:
        state: The beginning of a run; where the file is of this program, the run as it stood, but
            for the state of its optimiser.
        notes: What was taken otherwise than it stands in the file, one sentence each.
    """

    state: TrainingState
    notes: tuple[str, ...]


def import_model(path: Path, data: DataSet, said: Shape = NOTHING_SAID) -> Imported:
    """Return the network in a file, to be asked and to learn from these digits.

    Args:
        path: A file that ends in one of `SUFFIXES`.
        data: Digits that the network takes.
        said: What the user says of the layers; goes before what the file says.

    Raises:
        LayersNotTold: The file does not say enough of its layers, nor does `said`.
        OtherDataWanted: The network is made for other pictures or classes.
        FileError: It is no such file, is damaged, or holds a network that is not known here.
        GdstudioError: What reads it is not installed.
    """
    try:
        found = _read(path, PictureShape.of(data.train))
        return _imported(found, data, said)
    except _NotTold as error:
        raise LayersNotTold(path, error.text) from error
    except OtherPictures as error:
        raise OtherDataWanted(path, error.text) from error
    except (Refused, InvalidValue) as error:
        raise FileError(path, error.text) from error


def _read(path: Path, in_shape: PictureShape) -> Found:
    suffix = path.suffix.lower()
    if suffix == ".npz":
        from gdstudio.files.models.npz import read_npz

        return read_npz(path)
    if suffix == ".safetensors":
        from gdstudio.files.models.safetensors_file import read_safetensors

        return read_safetensors(path)
    if suffix == ".onnx":
        from gdstudio.files.models.onnx_reading import read_onnx

        return read_onnx(path, in_shape)
    raise Refused(Text("is of no kind that is read: {0}", ", ".join(SUFFIXES)))


def _imported(found: Found, data: DataSet, said: Shape) -> Imported:
    in_shape, n_out = PictureShape.of(data.train), data.train.n_classes
    _check_outputs(found.weights, n_out)
    about = None if said != NOTHING_SAID else found.about
    if about is not None:
        _check_pictures(about.facts.in_shape, in_shape)
    recipe = None if about is None else _agreed(about.facts.recipe, found, in_shape, n_out)
    notes = found.notes
    if recipe is None:
        about = None
        recipe, more = _recipe(found, said, in_shape, n_out)
        notes += more
    layers = recipe.layers(in_shape, n_out)
    weights = _with_input_scaled(found, said, layers)
    parameters = parameters_from(layers, weights, recipe.dtype)
    facts = _facts(recipe, None if about is None else about.facts, data)
    return Imported(TrainingState.of(facts, parameters, {}), notes)


def _check_outputs(weights: Sequence[LayerWeights], n_out: int) -> None:
    """Raise Refused if the network is made for other classes; all else is looked at later."""
    if not weights or weights[-1].kind != "dense":
        raise Refused(Text("has no fully connected layer at its end, as networks have here"))
    outputs = weights[-1].n_units
    if outputs != n_out:
        reason = Text("has {0:,} outputs, but the digits have {1} classes", outputs, n_out)
        raise OtherPictures(reason)


def _check_pictures(wanted: PictureShape, given: PictureShape) -> None:
    """Raise OtherPictures if this program has written that the pictures have another size."""
    if wanted != given:
        sizes = wanted.rows, wanted.columns, given.rows, given.columns
        text = Text("sees pictures of {0} x {1} pixels; the digits in use have {2} x {3}", *sizes)
        raise OtherPictures(text)


def _agreed(recipe: Recipe, found: Found, in_shape: PictureShape, n_out: int) -> Recipe | None:
    """Return the recipe that this program has written, None if the layers are no longer its."""
    shape = found.shape
    if shape.parts is not None:
        names = [str(layer) for layer in recipe.layers(in_shape, n_out)]
        hidden = shape.activation in ("", recipe.activation)
        if names[:-1] != list(shape.parts) or not hidden:
            return None
        if shape.output_activation not in ("", recipe.output_activation):
            return None
    return recipe


def _recipe(
    found: Found, said: Shape, in_shape: PictureShape, n_out: int
) -> tuple[Recipe, tuple[str, ...]]:
    """Return settings for layers that the file, the user, or the weights alone tell of."""
    shape, weights = found.shape, found.weights
    parts = said.parts or shape.parts or _parts_of(weights, in_shape)
    activation = said.activation or shape.activation
    if not activation and any(one.kind in ("dense", "conv") for one in weights[:-1]):
        reason = Text("does not say which activation its hidden layers have")
        choices = ", ".join(HIDDEN_ACTIVATIONS)
        raise _NotTold(Text("{0}; give --activation, one of: {1}", reason, choices))
    notes: tuple[str, ...] = ()
    output = said.output_activation or shape.output_activation
    if not output:
        output = "softmax"
        notes = (Text("It does not say what becomes of its outputs: softmax is taken."),)
    cost = "cross-entropy" if output == "softmax" else "squared-error"
    sizes = [part.removeprefix("dense ") for part in parts]
    is_dense = all(size.isdecimal() for size in sizes) and len(sizes) <= MAX_LAYERS
    layers = {"hidden": tuple(map(int, sizes))} if is_dense else {"architecture": ", ".join(parts)}
    more = {"activation": activation or "relu", "output_activation": output, "cost": cost}
    return _GOES_ON.changed(**layers, **more), notes


def _parts_of(weights: Sequence[LayerWeights], in_shape: PictureShape) -> tuple[str, ...]:
    """Return the layers before the last as far as weights alone tell.

    Raises:
        Refused: They do not: a convolution may have any stride, padding and pooling.
    """
    inputs, wanted = weights[0].W.shape[1], in_shape.size
    if weights[0].kind == "dense" and inputs != wanted:
        pictures = f"{in_shape.rows} x {in_shape.columns}"
        reason = Text("sees {0:,} numbers, but the digits in use have {1}", inputs, pictures)
        raise OtherPictures(reason)
    parts = []
    for given in weights[:-1]:
        if given.kind == "conv":
            example = "conv 8@5x5, pool 2, dense 64"
            reason = Text("does not say how its layers follow one another")
            raise _NotTold(Text("{0}; give --architecture, e.g. “{1}”", reason, example))
        part = f"{given.kind} {given.n_units}"
        if given.kind != "dense" and given.W.shape[1] == in_shape.channels:
            part += " pixels"
        parts.append(part)
    return tuple(parts)


def _with_input_scaled(
    found: Found, said: Shape, layers: Sequence[Layer]
) -> Sequence[LayerWeights]:
    """Return weights for pictures as they are, where the network wants x' = (x - mean) / deviation.

    W x' + b = (W / deviation) x + b - (sum of W) mean / deviation.
    """
    given = said if (said.mean, said.deviation) != (0.0, 1.0) else found.shape
    if (given.mean, given.deviation) == (0.0, 1.0):
        return found.weights
    first, *rest = found.weights
    own = next(layer for layer in layers if layer.parameter_shapes)
    if getattr(own, "padding", (0, 0)) != (0, 0) and given.mean != 0:
        reason = Text("{0}: pads with zeros what was scaled before", own)
        raise Refused(Text("{0}, which cannot be taken over", reason))
    W: Array = first.W / given.deviation
    b = first.b - W.reshape(len(W), -1).sum(axis=1) * given.mean
    return [replace(first, W=W.astype(first.W.dtype), b=b.astype(first.b.dtype)), *rest]


def _facts(recipe: Recipe, about: RunFacts | None, data: DataSet) -> RunFacts:
    """Return where a run stands that goes on with these digits; at its beginning if they differ."""
    identity, in_shape = data.train.identity(), PictureShape.of(data.train)
    if about is not None and about.data_identity == identity:
        return replace(about, recipe=recipe.changed(data=data.name), in_shape=in_shape)
    return facts_at_start(recipe.changed(train_size=None, validation_size=0), data)


def facts_at_start(recipe: Recipe, data: DataSet) -> RunFacts:
    """Return the facts of a run that has learned nothing of these digits yet."""
    recipe = recipe.changed(data=data.name)
    return RunFacts(
        recipe=recipe,
        in_shape=PictureShape.of(data.train),
        n_out=data.train.n_classes,
        optimizer_steps=0,
        step=0,
        examples=0,
        epoch=0,
        position=0,
        learning_rate=recipe.learning_rate,
        epochs=recipe.epochs,
        data_identity=data.train.identity(),
        class_names=data.train.class_names,
    )
