"""The trained networks that come with the program, to compare with; no Qt."""

from __future__ import annotations

from collections.abc import Iterator

from gdstudio.data.digits import DataSet
from gdstudio.errors import InvalidValue
from gdstudio.files.run_file import load_run
from gdstudio.learning.shapes import PictureShape
from gdstudio.resources import resource
from gdstudio.studio.inspect_subject import NetworkSubject


def read_kept_networks(data: DataSet) -> Iterator[NetworkSubject]:
    """Yield those of resources/runs that were trained on this data set, by name of their files."""
    shape, n_classes = PictureShape.of(data.test), data.test.n_classes
    for path in sorted(resource("runs").glob("*.gdrun")):
        run_file = load_run(path)
        recipe, parameters = run_file.state.recipe, run_file.state.parameters
        try:
            fits = recipe.parameter_count(shape, n_classes) == len(parameters)
        except InvalidValue:  # its architecture does not fit these pictures
            continue
        if not fits or run_file.data_name != data.name:
            continue
        yield NetworkSubject(
            key=path.name,
            title=f"{path.stem}: {recipe.network_name(shape, n_classes)}",
            recipe=recipe,
            in_shape=shape,
            n_classes=n_classes,
            parameters=parameters,
            step=run_file.state.step,
        )
