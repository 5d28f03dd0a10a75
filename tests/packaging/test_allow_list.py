"""The list of licences: what passes, and that the build stops at what does not."""

import tomllib
from pathlib import Path

import pytest
from licences.allow_list import check_allowed, is_allowed
from licences.component import Component, LicenceError, Text

ALLOWED = ("MIT", "BSD-3-Clause", "GPL-3.0-or-later WITH GCC-exception-3.1", "LGPL-3.0-only")
TOML = Path(__file__).resolve().parents[2] / "packaging/licences/components.toml"


def component(licence):
    return Component("thing", "1.0", licence, (Text("LICENSE", Path("LICENSE")),))


@pytest.mark.parametrize(
    "expression",
    [
        "MIT",
        "MIT AND BSD-3-Clause",
        "GPL-2.0-only OR MIT",
        "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only",
        "(GPL-3.0-only OR MIT) AND BSD-3-Clause",
        "GPL-3.0-or-later WITH GCC-exception-3.1",
        "MIT AND (GPL-3.0-only OR GPL-3.0-or-later WITH GCC-exception-3.1)",
    ],
)
def test_that_an_expression_is_allowed_which_the_list_satisfies(expression):
    assert is_allowed(expression, ALLOWED)


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "GPL-3.0-only",
        "GPL-3.0-or-later",
        "GPL-3.0-or-later WITH Classpath-exception-2.0",
        "MIT AND GPL-3.0-only",
        "(MIT OR BSD-3-Clause) AND AGPL-3.0-only",
        "MIT AND",
        "MIT BSD-3-Clause",
        "(MIT",
        "MIT WITH",
        "BSD License",
        "see its text",
    ],
)
def test_that_an_expression_is_refused_which_the_list_does_not_satisfy(expression):
    assert not is_allowed(expression, ALLOWED)


def test_that_the_refusal_names_the_component_and_its_licence():
    with pytest.raises(LicenceError, match=r"thing 1\.0: AGPL-3\.0-only"):
        check_allowed([component("MIT"), component("AGPL-3.0-only")], ALLOWED)


def test_that_no_licence_of_the_own_list_forces_the_program_to_be_given_as_source():
    allowed = tomllib.loads(TOML.read_text(encoding="utf-8"))["allowed"]
    strong = [a for a in allowed if a.startswith(("GPL", "AGPL", "SSPL")) and " WITH " not in a]
    assert strong == []
    assert not is_allowed("GPL-3.0-only", allowed)
