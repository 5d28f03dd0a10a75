"""The wheel carries everything: built, installed away from the checkout and used there."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

import gdstudio

_ROOT = Path(__file__).resolve().parent.parent


def _run(*command: str | Path, cwd: Path) -> str:
    """Run a command that sees nothing of the checkout; return what it prints."""
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME")}
    done = subprocess.run(
        [*map(str, command)], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=_ROOT)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the programs' folder of an environment that holds the wheel."""
    folder = tmp_path_factory.mktemp("installed here")
    venv.create(folder, symlinks=os.name == "posix")
    python = folder / "bin" / "python"
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(_run(python, "-c", code, cwd=folder))
    # A line of a .pth file adds that folder alone, without the .pth file there of the checkout.
    pth = packages / "libraries.pth"
    pth.write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python)
    _run(*pip, "install", "--no-deps", "--no-index", "--ignore-installed", wheel, cwd=folder)
    return folder / "bin"


def test_that_the_wheel_holds_every_source_and_resource_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {n for n in archive.namelist() if ".dist-info/" not in n}

    resources = (p for p in (_ROOT / "resources").rglob("*") if p.is_file())
    sources = (_ROOT / "gdstudio").rglob("*.py")
    expected = {f"gdstudio/{p.relative_to(_ROOT).as_posix()}" for p in resources}
    expected |= {p.relative_to(_ROOT).as_posix() for p in sources}
    assert names == expected


def test_that_the_wheel_names_its_licences(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {n.partition(".dist-info/")[2] for n in archive.namelist()}

    assert {"licenses/LICENSE", "licenses/resources/mnist/NOTICE.md"} <= names


def test_that_an_installed_wheel_finds_its_own_resources(installed: Path, tmp_path: Path) -> None:
    name = "mnist/t10k-labels-idx1-ubyte.gz"
    code = f"from gdstudio.resources import resource; print(resource({name!r}))"

    found = Path(_run(installed / "python", "-c", code, cwd=tmp_path))

    assert found.is_relative_to(installed.parent)
    assert found.read_bytes() == (_ROOT / "resources" / name).read_bytes()


def test_that_an_installed_wheel_gives_the_command(installed: Path, tmp_path: Path) -> None:
    printed = _run(installed / "gdstudio", "--version", cwd=tmp_path)

    assert printed == f"gdstudio {gdstudio.__version__}"
