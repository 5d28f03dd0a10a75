"""Form, flags and JSON are three doors to the same settings: what goes in one comes out of another.

What one refuses, all refuse, with the same words.
"""

import argparse
import json

import pytest
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PySide6.QtTest import QTest

from gdstudio.commands.train.recipe import add_settings, given_settings
from gdstudio.errors import InvalidValue
from gdstudio.experiments.catalogue import EXPERIMENTS
from gdstudio.jobs.plane_request import PlaneRequest
from gdstudio.learning.recipe import Recipe
from gdstudio.settings.flags import add_flags, given_flags
from gdstudio.studio.views.common.number_field import NumberField
from gdstudio.studio.views.common.refusal import Refusing
from gdstudio.studio.views.common.settings_form import SettingsForm
from gdstudio.studio.views.landscape.plane_fields import PlaneFields
from gdstudio.studio.views.training.recipe_form import RecipeForm

CLASSES = (Recipe, PlaneRequest, *dict.fromkeys(type(one.default) for one in EXPERIMENTS.values()))
UNCHANGED = ("name", "data", "optimizer_settings", "first", "second")  # by the form
ARCHITECTURES = ("", "conv 8@5x5, pool 2, dense 64", "lstm 128")


def form_of(kind):
    own = {Recipe: RecipeForm, PlaneRequest: PlaneFields}
    return own[kind]() if kind in own else SettingsForm(kind())


def values_of(field):
    if field.name == "architecture":
        return st.sampled_from(ARCHITECTURES)
    if field.name == "frozen_layers":
        return st.sampled_from([(), (1,)])  # every network has a first layer
    if field.kind == "choice":
        return st.sampled_from(field.choices)
    if field.kind in ("whole", "wholes"):
        numbers = st.integers(round(field.low), round(field.high))
    else:
        numbers = st.floats(field.low, field.high, exclude_min=field.above, allow_subnormal=False)
    if field.kind in ("wholes", "reals"):
        fewest, most = field.lengths
        return st.lists(numbers, min_size=fewest, max_size=min(most, 5)).map(tuple)
    return st.none() | numbers if field.none else numbers


@st.composite
def accepted(draw, kind):
    """Settings of a kind that it accepts."""
    values = {one.name: draw(values_of(one)) for one in kind.fields() if one.name not in UNCHANGED}
    if kind is Recipe and values["architecture"]:
        values["hidden"] = ()
    try:
        return kind(**values)
    except InvalidValue:  # together
        assume(False)
        raise


def through_flags(settings):
    """Return what the command line makes of all values written as flags."""
    kind = type(settings)
    parser = argparse.ArgumentParser()
    add_settings(parser) if kind is Recipe else add_flags(parser, kind)
    typed = []
    for field in kind.fields():
        if not field.is_flag or field.name in UNCHANGED:
            continue
        text = field.write(getattr(settings, field.name))
        if field.name == "hidden" and not text:
            text = "none"
        typed.append(f"--{field.name.replace('_', '-')}={text}")
    args = parser.parse_args(typed)
    if kind is Recipe:
        return settings.changed(**given_settings(args))
    return kind(**given_flags(args, kind))


@pytest.fixture(scope="module")
def forms(qapp):
    return {kind: form_of(kind) for kind in CLASSES}


@pytest.mark.parametrize("kind", CLASSES)
@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_that_settings_come_out_of_every_door_as_they_went_in(forms, kind, data):
    settings = data.draw(accepted(kind))
    form = forms[kind]
    form.set_value(settings)
    assert form.value() == settings
    assert through_flags(settings) == settings
    assert kind.from_dict(json.loads(json.dumps(settings.to_dict()))) == settings


def refused_by(do):
    """Return name and acceptable values of the refusal."""
    with pytest.raises(InvalidValue) as caught:
        do()
    return caught.value.name, caught.value.accepted


@pytest.mark.parametrize("kind", CLASSES)
def test_that_every_door_refuses_with_the_same_words(qtbot, forms, kind):
    form = forms[kind]
    form.set_value(kind())
    n_checked = 0
    for field in kind.fields():
        editor = getattr(form.editors.get(field.name), "spin_box", form.editors.get(field.name))
        if not isinstance(editor, NumberField) or not isinstance(editor, Refusing):
            continue
        for wrong in (field.high * 2, field.low - 1, "x"):
            json_says = refused_by(lambda f=field, w=wrong: kind.from_dict({f.name: w}))
            text = wrong if isinstance(wrong, str) else field.write(wrong)
            flag_says = refused_by(lambda f=field, t=text: f.parse(t))
            editor.selectAll()
            QTest.keyClicks(editor, text)
            assert not editor.commit()
            form_says = (editor.error.name, editor.error.accepted)
            assert json_says == flag_says == form_says
            n_checked += 1
            editor.put_back()
    assert n_checked > 3
