"""Texts remember what they were made of, and are told in a language that is chosen later."""

import copy
import json
import pickle

import pytest

from gdstudio.errors import FileError, InvalidValue, TrainingDiverged
from gdstudio.texts import Text, in_language, joined

GERMAN = {
    "{0} digits": "{0} Ziffern",
    "a number above {0}": "eine Zahl über {0}",
    "{0}: {1} is not accepted; give {2}": "{0}: {1} gilt nicht; möglich ist {2}",
    "learning rate": "Lernrate",
    "none": "keine",
}


def german(template):
    return GERMAN.get(template, template)


def test_that_a_text_is_english_wherever_a_string_is_wanted():
    text = Text("{0:,} digits", 60000)
    assert text == "60,000 digits"
    assert json.dumps({"text": text}) == '{"text": "60,000 digits"}'
    assert f"{text}." == "60,000 digits."


def test_that_braces_without_arguments_stand_for_themselves():
    assert Text("{x}") == "{x}"
    assert in_language(Text("{x}"), german) == "{x}"


def test_that_templates_are_looked_up_and_arguments_put_in_afterwards():
    assert in_language(Text("{0} digits", 5), german) == "5 Ziffern"
    assert in_language(Text("none"), german) == "keine"


def test_that_texts_within_texts_are_told_too():
    error = InvalidValue(Text("learning rate"), -1.0, Text("a number above {0}", 0))
    assert str(error) == "learning rate: -1.0 is not accepted; give a number above 0"
    told = in_language(error.text, german)
    assert told == "Lernrate: -1.0 gilt nicht; möglich ist eine Zahl über 0"


def test_that_a_plain_string_is_nobodys_text():
    assert in_language("none", german) == "none"
    assert in_language(Text("{0} digits", "none"), german) == "none Ziffern"


@pytest.mark.parametrize(
    "again", [copy.copy, copy.deepcopy, lambda t: pickle.loads(pickle.dumps(t))]
)
def test_that_a_copy_remembers_what_it_was_made_of(again):
    text = again(Text("{0}: {1}", "a", Text("{0} digits", 3)))
    assert text == "a: 3 digits"
    assert in_language(text, german) == "a: 3 Ziffern"


def test_that_joined_texts_are_told_one_by_one():
    text = joined("; ", (Text("none"), "x", Text("{0} digits", 3)))
    assert text == "none; x; 3 digits"
    assert in_language(text, german) == "keine; x; 3 Ziffern"
    assert not joined(", ", ())
    assert joined("{}", ("a", "b")) == "a{}b"


def test_that_every_error_says_its_line_and_keeps_it_as_a_text():
    for error, line in (
        (FileError("a.png", Text("none")), "a.png: none"),
        (TrainingDiverged(3, float("inf"), 0.5), "diverged at step 3, learning rate 0.5"),
    ):
        assert str(error) == line == error.text
        assert isinstance(error.text, Text)


def test_that_small_letters_are_those_of_the_language():
    small = pickle.loads(pickle.dumps(Text("Learning rate of {0}", "A").lower()))
    assert small == "learning rate of a"
    templates = {"Learning rate of {0}": "Schrittweite von {0}"}
    assert in_language(small, lambda one: templates.get(one, one)) == "schrittweite von a"
    error = InvalidValue(small, 0, "more")
    told = in_language(error.text, lambda one: templates.get(one, one))
    assert told.startswith("schrittweite von a: 0")
