"""Settings check themselves and come back from plain values."""

from __future__ import annotations

from typing import Any

import pytest

from gdstudio.errors import InvalidValue
from gdstudio.experiments.catalogue import EXPERIMENTS, find_experiment
from gdstudio.experiments.minima import MinimaSettings
from gdstudio.experiments.noise import NoiseSettings
from gdstudio.jobs.plane_request import LineRequest, PlaneRequest
from gdstudio.settings.settings import Settings

PRESETS = [
    (f"{name} {preset}", settings)
    for name, experiment in EXPERIMENTS.items()
    for preset, settings in experiment.presets.items()
]


@pytest.mark.parametrize("settings", [s for _, s in PRESETS], ids=[name for name, _ in PRESETS])
def test_that_every_preset_comes_back_from_plain_values_and_from_typed_text(
    settings: Settings,
) -> None:
    assert type(settings).from_dict(settings.to_dict()) == settings
    typed = {}
    for field in settings.fields():
        value = getattr(settings, field.name)
        text = ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
        typed[field.name] = field.parse(text)
    assert type(settings)(**typed) == settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("networks", 0),
        ("networks", 1.5),
        ("networks", True),
        ("networks", "3"),
        ("widths", []),
        ("widths", [0]),
        ("widths", [25.0]),
        ("widths", [5] * 65),
        ("widths", 25),
        ("learning_rate", float("nan")),
        ("learning_rate", float("inf")),
        ("learning_rate", None),
        ("seed", -1),
        ("seed", 2**31),
    ],
)
def test_that_a_value_that_is_not_accepted_is_told(name: str, value: Any) -> None:
    with pytest.raises(InvalidValue, match="is not accepted; give"):
        MinimaSettings.from_dict({name: value})


def test_that_an_unknown_setting_is_told_with_those_there_are() -> None:
    with pytest.raises(InvalidValue, match="'evil' is not accepted; give one of: networks"):
        MinimaSettings.from_dict({"evil": 1})
    with pytest.raises(InvalidValue, match="'magic' is not accepted; give one of: noise"):
        find_experiment("magic")


def test_that_a_changed_setting_is_checked_and_the_old_ones_stay() -> None:
    settings = MinimaSettings()
    assert settings.changed(networks=5).networks == 5
    assert settings.networks == MinimaSettings().networks
    with pytest.raises(InvalidValue):
        settings.changed(networks=0)


def test_that_typed_text_is_read_as_the_kind_of_the_field() -> None:
    fields = {field.name: field for field in MinimaSettings.fields()}
    assert fields["widths"].parse(" 25, 50") == (25, 50)
    assert fields["learning_rate"].parse("1e-3") == 0.001
    assert list(fields)[-1] == "seed"
    for text in ("", "1,2", "0x10", "1.5", "one"):
        with pytest.raises(InvalidValue):
            fields["networks"].parse(text)


def test_that_every_experiment_says_where_it_comes_from() -> None:
    for name, experiment in EXPERIMENTS.items():
        assert experiment.name == name
        assert experiment.question.endswith("?")
        assert experiment.paper
        assert experiment.scaled_down
        assert all(one.address.startswith("http") for one in experiment.references)
        assert experiment.references
        kinds = {type(preset) for preset in experiment.presets.values()}
        assert kinds == {type(experiment.default)}


@pytest.mark.parametrize(
    ("settings", "name", "value", "accepted"),
    [
        (PlaneRequest, "size", 4, "an odd number from 3 to 501"),
        (PlaneRequest, "extent", 0.0, "a number above 0 and at most 1,000,000"),
        (LineRequest, "match", 1, "true or false"),
        (LineRequest, "updates", 0, "a whole number from 1 to 10,000,000"),
        (LineRequest, "points", 2, "a whole number from 3 to 10,001"),
    ],
)
def test_that_planes_and_lines_are_checked_when_they_are_asked_for(
    settings: type[Settings], name: str, value: Any, accepted: str
) -> None:
    with pytest.raises(InvalidValue) as told:
        settings(**{name: value})
    assert told.value.accepted == accepted
    assert settings.from_dict(settings().to_dict()) == settings()


def test_that_a_name_or_a_file_of_the_right_kind_is_accepted_where_both_are() -> None:
    field = NoiseSettings.field("network")
    assert field.accepted.endswith("wide-best, learn, or FILE.gdrun")
    assert field.parse("Lesson Best") == "lesson-best"
    assert field.parse("runs/mine.gdrun") == "runs/mine.gdrun"
    for text in ("mine.zip", "none", ""):
        with pytest.raises(InvalidValue) as told:
            field.parse(text)
        assert told.value.accepted == field.accepted
    settings = NoiseSettings(network="mine.gdrun")
    assert NoiseSettings.from_dict(settings.to_dict()) == settings
