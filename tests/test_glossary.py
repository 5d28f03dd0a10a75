"""The glossary: complete, in order, and found by what the window calls things."""

from collections import Counter

import pytest

from gdstudio.glossary import Entry, entry_of, glossary, read_glossary


def test_that_an_entry_is_read_with_all_it_has():
    facts = "names: Rate; lr\nwhere: Learn\nsource: X 1847\npicture: p\n"
    text = f"## learning rate\n{facts}\nOne.\nTwo.\n\n## bias\nwhere: Inspect\n\nA number.\n"
    assert read_glossary(text) == (
        Entry("learning rate", "One. Two.", "Learn", "X 1847", "p", ("Rate", "lr")),
        Entry("bias", "A number.", "Inspect"),
    )


def test_that_the_gist_is_the_first_sentence_and_the_key_has_no_spaces():
    entry = Entry("Learning rate", "How far. And more.", "")
    assert (entry.gist, entry.key) == ("How far.", "learning-rate")
    assert Entry("x", "Only one.", "").gist == "Only one."


def test_that_some_eighty_terms_stand_in_the_order_of_the_alphabet():
    terms = [entry.term.casefold() for entry in glossary()]
    assert len(terms) >= 80
    assert terms == sorted(set(terms))


@pytest.mark.parametrize("entry", glossary(), ids=lambda entry: entry.key)
def test_that_each_term_has_one_to_three_sentences_and_a_place(entry):
    assert entry.where
    assert entry.text.endswith(".")
    assert 1 <= entry.text.count(". ") + 1 <= 3
    assert entry.text[0].isupper()


def test_that_no_name_of_the_window_means_two_things():
    names = Counter(name for entry in glossary() for name in {entry.term, *entry.names})
    assert {name for name, times in names.items() if times > 1} == {"activation"}


@pytest.mark.parametrize(
    ("name", "term"),
    [
        ("Learning rate", "learning rate"),
        ("learning-rate", "learning rate"),
        ("LEARNING RATE", "learning rate"),
        ("Batch cost: of each mini-batch", "learning curve"),
        ("Training path (PCA)", "parameter path"),
        ("Activation", "activation function"),
        ("activation", "activation"),
    ],
)
def test_that_a_thing_is_found_by_what_the_window_calls_it(name, term):
    found = entry_of(name)
    assert found is not None
    assert found.term == term


def test_that_what_is_not_in_the_glossary_is_not_found():
    assert entry_of("") is None
    assert entry_of("a sentence of no meaning") is None
