"""What a desktop reads, as install-tree lays it out, checked by the tools of the desktop."""

import gzip
import os
import re
import shutil
import struct
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from gdstudio import __version__, cli
from gdstudio.commands.parsing import OneLineParser
from gdstudio.files.run_file import load_run, save_run
from gdstudio.resources import resource
from tests.patience import PROGRAM_S

ROOT = Path(__file__).resolve().parents[2]
ID = "org.gdstudio.GradientDescentStudio"


@pytest.fixture(scope="module")
def share(tmp_path_factory):
    prefix = tmp_path_factory.mktemp("prefix")
    subprocess.run([ROOT / "packaging/desktop/install-tree", prefix], check=True, timeout=PROGRAM_S)
    return prefix / "share"


def output_of(*command):
    assert shutil.which(command[0]), f"{command[0]} is missing; make test installs it"
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PROGRAM_S)
    return done.returncode, done.stdout + done.stderr


def test_that_the_launcher_is_valid(share):
    code, said = output_of("desktop-file-validate", share / "applications" / f"{ID}.desktop")
    assert (code, said) == (0, "")


def test_that_the_metainfo_is_valid_and_names_this_version(share):
    path = share / "metainfo" / f"{ID}.metainfo.xml"
    code, said = output_of("appstreamcli", "validate", "--no-net", "--no-color", path)
    assert code == 0, said
    release = ElementTree.parse(path).find("releases/release")
    assert release.get("version") == __version__


def test_that_the_pictures_of_the_metainfo_are_those_of_the_documentation(share):
    root = ElementTree.parse(share / "metainfo" / f"{ID}.metainfo.xml").getroot()
    images = root.findall("screenshots/screenshot/image")
    assert len(images) >= 3
    for image in images:
        data = (ROOT / "docs/images" / image.text.rpartition("/")[2]).read_bytes()
        size = tuple(int(image.get(name)) for name in ("width", "height"))
        assert struct.unpack(">2I", data[16:24]) == size
        assert "@" not in image.text


@pytest.mark.requires_gl
def test_that_the_window_has_the_names_that_the_launcher_says(share, tmp_path):
    text = (share / "applications" / f"{ID}.desktop").read_text(encoding="utf-8")
    name = re.search("^StartupWMClass=(.*)$", text, re.MULTILINE)[1]
    assert f"Icon={ID}\n" in text
    home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    with subprocess.Popen([sys.executable, "-m", "gdstudio"], env=os.environ | home) as program:
        try:
            said = names_of_window()
        finally:
            program.terminate()
    assert f'WM_CLASS(STRING) = "{name}", "{name}"' in said
    assert f'_GTK_APPLICATION_ID(UTF8_STRING) = "{ID}"' in said


def names_of_window():
    """Return what xprop tells of the window, once there is one."""
    for _ in range(300):
        _, tree = output_of("xwininfo", "-root", "-tree")
        found = re.search(r'(0x[0-9a-f]+) "[^"]*Gradient Descent Studio": \("', tree)
        if found is not None:  # the one with a class; Qt has another of that name
            _, said = output_of("xprop", "-id", found[1], "WM_CLASS", "_GTK_APPLICATION_ID")
            if "WM_CLASS(STRING)" in said and "_GTK_APPLICATION_ID(" in said:
                return said
        time.sleep(0.2)
    raise AssertionError(f"there is no window: {tree}")


@pytest.mark.parametrize("size", [16, 22, 24, 32, 48, 64, 128, 256, 512])
def test_that_an_icon_has_its_size(share, size):
    data = (share / f"icons/hicolor/{size}x{size}/apps/{ID}.png").read_bytes()
    assert struct.unpack(">2I", data[16:24]) == (size, size)


def test_that_a_run_file_is_known_by_its_first_bytes(share, tmp_path):
    root = ElementTree.parse(share / "mime/packages" / f"{ID}.xml").getroot()
    name = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
    outer = root.find(".//m:magic/m:match", name)
    inner = outer.find("m:match", name)
    kept = resource("runs/small-best.gdrun")
    run = load_run(kept)
    save_run(tmp_path / "saved.gdrun", run.state, run.history, run.data_name, run.moments)
    for data in (kept.read_bytes(), (tmp_path / "saved.gdrun").read_bytes()):
        for match in (outer, inner):
            value = match.get("value").encode().decode("unicode_escape").encode("latin-1")
            begin = int(match.get("offset"))
            assert data[begin : begin + len(value)] == value


def command_options():
    for name in cli.COMMANDS:
        commands = OneLineParser().add_subparsers()
        __import__(f"gdstudio.commands.{name}")
        module = getattr(__import__("gdstudio.commands", fromlist=[name]), name)
        module.add_parser(commands)
        for action in commands.choices[name]._actions:
            yield from ((name, flag) for flag in action.option_strings)


def test_that_the_man_page_tells_every_command_and_option(share):
    page = gzip.decompress((share / "man/man1/gdstudio.1.gz").read_bytes()).decode()
    plain = page.replace("\\-", "-")
    for name, flag in command_options():
        section = plain.partition(f".SS {name}\n")[2].partition(".SS ")[0]
        assert f"\\fB{flag}\\fR" in section, (name, flag)


def completed(share, *words):
    script = share / "bash-completion/completions/gdstudio"
    ask = f"source '{script}'; COMP_WORDS=({' '.join(words)} ''); COMP_CWORD={len(words)}; "
    ask += '_gdstudio; printf "%s\\n" "${COMPREPLY[@]}"'
    return output_of("bash", "-c", ask)[1].split()


def test_that_the_shell_completes_commands_options_and_choices(share):
    assert set(cli.COMMANDS) <= set(completed(share, "gdstudio"))
    assert "random" in completed(share, "gdstudio", "surface", "--plane")


def test_that_fish_is_told_every_command_and_option(share):
    script = (share / "fish/vendor_completions.d/gdstudio.fish").read_text(encoding="utf-8")
    lines = script.splitlines()
    for name, flag in command_options():
        told = [line for line in lines if f"__fish_seen_subcommand_from {name}' " in line]
        option = f" -l {flag[2:]} " if flag.startswith("--") else f" -s {flag[1:]} "
        assert any(option in line for line in told), (name, flag)
    assert all(any(line.endswith(f" -a {name}") for line in lines) for name in cli.COMMANDS)
