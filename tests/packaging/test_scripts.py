"""The scripts and recipes of packaging/: what can be said of them without building anything."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from gdstudio import __version__

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
SHELL = sorted(
    path
    for path in PACKAGING.rglob("*")
    if path.is_file() and path.read_bytes().startswith(b"#!/bin/sh")
)


def name_of(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("script", SHELL, ids=name_of)
def test_that_a_script_is_valid_shell(script):
    done = subprocess.run(["sh", "-n", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("script", SHELL, ids=name_of)
def test_that_a_script_can_be_started_and_stops_at_the_first_failure(script):
    assert os.access(script, os.X_OK) or script.name == "inside"  # that one is given to a shell
    text = script.read_text(encoding="utf-8")
    exceptions = ("run-tests", "run-linters", "refresh-desktop", "gdstudio")
    assert re.search(r"^set -[eu]*u", text, re.M) or script.name in exceptions


def test_that_the_frozen_programs_have_the_version_of_the_package():
    said = subprocess.check_output([PACKAGING / "freeze/program-version"], text=True)
    assert said.strip() == __version__


def test_that_the_date_of_a_build_is_a_number_of_seconds():
    said = subprocess.check_output([PACKAGING / "freeze/source-date"], text=True)
    assert int(said) > 1_700_000_000


def test_that_recipes_for_other_systems_say_that_they_were_not_tried():
    for recipe in ("windows", "macos", "appimage", "flatpak"):
        text = (PACKAGING / recipe / "README.md").read_text(encoding="utf-8")
        assert "**Not tested" in text, recipe


def test_that_the_flatpak_is_made_of_this_versions_portable_folder():
    text = (PACKAGING / "flatpak/org.gdstudio.GradientDescentStudio.yml").read_text("utf-8")
    assert f"dist/gdstudio-{__version__}-linux-x86_64.tar.xz" in text


def test_that_an_appimage_asks_for_a_runtime_that_is_a_program(tmp_path):
    script = PACKAGING / "appimage/build-appimage"
    (tmp_path / "runtime").write_text("no program")
    for arguments, code in (([], 2), (["--runtime-file", tmp_path / "runtime"], 1)):
        done = subprocess.run([script, *arguments], capture_output=True, text=True, check=False)
        assert done.returncode == code
        assert "runtime" in done.stderr


def test_that_every_package_of_the_program_is_in_the_lock_of_the_packages_too():
    pins = {}
    for name in ("run", "packages"):
        text = (PACKAGING / f"locks/{name}.txt").read_text(encoding="utf-8")
        pins[name] = set(re.findall(r"^([a-z0-9-]+==\S+)", text, re.M))
    assert pins["run"] <= pins["packages"]


def test_that_every_dependency_has_an_upper_bound():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"].values()
    wanted = [d for group in groups for d in group if isinstance(d, str)]
    assert [d for d in project["project"]["dependencies"] + wanted if "<" not in d] == []
