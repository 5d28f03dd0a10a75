"""What stands below a picture that is taken away: the settings it was made with, and the seed."""

from __future__ import annotations

from collections.abc import Collection

from gdstudio.jobs.subject import Subject
from gdstudio.numerals import whole
from gdstudio.settings.settings import Settings
from gdstudio.studio.translation import told, tr


def settings_in_words(settings: Settings, without: Collection[str] = ()) -> str:
    """Return settings, but for some names, as "epochs: 10; seed: 1"."""
    parts = (
        tr("{0}: {1}").format(_within_a_sentence(told(field.label)), written)
        for field in settings.fields()
        if field.name not in without and (written := field.write(getattr(settings, field.name)))
    )
    return "; ".join(parts)


def caption_of_run(subject: Subject) -> str:
    """Return which network of which run is shown, and all its settings, in two sentences."""
    text = tr("The network of {0} at step {1}. Its settings are {2}.")
    step, settings = whole(subject.step), settings_in_words(subject.recipe)
    return text.format(subject.name, step, settings)


def _within_a_sentence(label: str) -> str:
    """Return a label with a small first letter, unless it is an abbreviation such as "L2"."""
    return label if label[1:2].isupper() or label[1:2].isdigit() else label[:1].lower() + label[1:]
