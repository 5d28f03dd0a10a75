"""Texts for people that can be told in another language later, from rooms that know no language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Self


class Text(str):
    """A text in English that remembers what it was made of.

    It is the English text wherever a `str` is wanted: on the command line, in JSON, in a file. The
    window tells it in the language in use, by `in_language`: the template is looked up, and the
    arguments, which may be texts themselves, are put in afterwards. The template must be a literal
    where the text is made: catalogues are collected from the sources.

    Attributes:
        template: With `{0}`, `{1:,}` ... for the arguments, as in `str.format`; without arguments
            braces stand for themselves.
        arguments: What is put in, any values that can be formatted.
    """

    __slots__ = ("arguments", "template")
    template: str
    arguments: tuple[Any, ...]

    def __new__(cls, template: str, *arguments: Any) -> Self:
        """Return the English text."""
        text = template.format(*arguments) if arguments else template
        made = super().__new__(cls, cls._written(text))
        made.template, made.arguments = template, arguments
        return made

    def __add__(self, other: str) -> Text:
        """Return both, one behind the other, each still to be told in another language."""
        return Text("{0}{1}", self, other)

    def __radd__(self, other: str) -> Text:
        """Return both, behind a plain string."""
        return Text("{0}{1}", other, self)

    def lower(self) -> Text:
        """Return it in small letters, in whatever language it is told."""
        return _Small(self.template, *self.arguments)

    def told(self, look_up: Callable[[str], str]) -> str:
        """Return it in another language; see `in_language`."""
        template = look_up(self.template)
        if self.arguments:
            template = template.format(*(in_language(value, look_up) for value in self.arguments))
        return self._written(template)

    @staticmethod
    def _written(text: str) -> str:
        """Return a finished text, in any language, as this kind writes it."""
        return text

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle and copy what it was made of, too."""
        return type(self), (self.template, *self.arguments)


class _Small(Text):
    __slots__ = ()

    @staticmethod
    def _written(text: str) -> str:
        return text.lower()


def joined(separator: str, texts: Sequence[str]) -> str:
    """Return texts one after the other, each of which can still be told in another language."""
    places = separator.replace("{", "{{").replace("}", "}}")
    return Text(places.join(f"{{{k}}}" for k in range(len(texts))), *texts) if texts else ""


def in_language(text: str, look_up: Callable[[str], str]) -> str:
    """Return a `Text` in another language; any other string (a name, a path) stays as it is.

    `look_up` returns the translation of a template, or the template itself if there is none.
    """
    return text.told(look_up) if isinstance(text, Text) else text
