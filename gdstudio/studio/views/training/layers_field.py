"""The field in which the layers of a network are typed."""

from __future__ import annotations

from gdstudio.learning.layers_typed import read_layers
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.shapes import DIGIT, PictureShape
from gdstudio.studio.views.common.settings_form import TypedLine

Layers = tuple[tuple[int, ...], str]  # hidden sizes and architecture of a recipe


class LayersField(TypedLine):
    """Sizes of hidden layers, or an architecture; its value is the pair of both."""

    def __init__(self) -> None:
        self._in_shape, self._n_out = DIGIT, 10
        super().__init__(self._layers, _as_typed, ((), ""))
        self.setPlaceholderText(self.tr("none"))
        self.setToolTip(
            self.tr("Sizes like 16, 16, or layers like conv 8@5x5, pool 2, dense 64 or lstm 128")
        )

    def set_data_shape(self, in_shape: PictureShape, n_out: int) -> None:
        """Tell what the network sees and how many outputs it has."""
        self._in_shape, self._n_out = in_shape, n_out

    def _layers(self, text: str) -> Layers:
        recipe = Recipe().changed(**read_layers(text, self._in_shape.size, self._n_out))
        recipe.layers(self._in_shape, self._n_out)
        return recipe.hidden, recipe.architecture


def _as_typed(layers: Layers) -> str:
    return layers[1] or ", ".join(map(str, layers[0]))
