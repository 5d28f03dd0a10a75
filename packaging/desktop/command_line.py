"""Man page and shell completion, made from the parsers that the program itself uses."""

from __future__ import annotations

import argparse
import importlib
import re

from gdstudio import __version__, cli
from gdstudio.commands.parsing import OneLineParser


def command_parsers() -> dict[str, argparse.ArgumentParser]:
    """Return the parser of each command, by name."""
    found = {}
    for name in cli.COMMANDS:
        top = OneLineParser(prog="gdstudio")
        commands = top.add_subparsers(dest="command")
        importlib.import_module(f"gdstudio.commands.{name}").add_parser(commands)
        found[name] = commands.choices[name]
    return found


def options_of(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """Return the options that people see, in the order of the help."""
    return [a for a in parser._actions if a.help != argparse.SUPPRESS and a.option_strings]


def man_page(date: str) -> str:
    """Return gdstudio(1) in roff."""
    window = cli.window_parser()
    lines = [
        f'.TH GDSTUDIO 1 "{date}" "gdstudio {__version__}" "User Commands"',
        ".SH NAME",
        r"gdstudio \- watch a neural network learn by gradient descent",
        ".SH SYNOPSIS",
        r".B gdstudio",
        r"[\fIFILE.gdrun\fR | \fIFILE.gdsession\fR] [\fIOPTION\fR]...",
        ".br",
        r".B gdstudio",
        r"\fICOMMAND\fR [\fIARGUMENT\fR]...",
        ".SH DESCRIPTION",
        "Without a command the window is opened, with a saved run or session if one is named.",
        "Every job also runs without a window, as a command.",
        "Results are readable text, or JSON with",
        r".BR \-\-json ;",
        "progress goes to standard error.",
        ".SH OPTIONS",
        *_options(window),
        ".SH COMMANDS",
    ]
    for name, parser in command_parsers().items():
        doc = (importlib.import_module(f"gdstudio.commands.{name}").__doc__ or "").partition(": ")[
            2
        ]
        usage = parser.format_usage().partition("usage: ")[2]
        doc = " ".join(doc.split())
        lines += [f".SS {_roff(name)}", _roff(doc[:1].upper() + doc[1:]), ".PP", ".nf"]
        lines += [_roff(line.rstrip()) for line in usage.splitlines() if line.strip()]
        lines += [".fi", *_options(parser)]
    lines += [
        ".SH EXIT STATUS",
        "0: done. 1: the job could not be done. 2: wrong usage. 130: interrupted; what can be",
        "kept is kept.",
        ".SH ENVIRONMENT",
        ".TP",
        ".B GDSTUDIO_NO_GL",
        "1 draws surfaces without OpenGL; 0 tries OpenGL again after it failed.",
        ".SH EXAMPLES",
        ".nf",
        _roff("gdstudio train --recipe lesson --epochs 3 --save lesson.gdrun"),
        _roff("gdstudio predict lesson.gdrun photo.png"),
        _roff("gdstudio lesson.gdrun"),
        ".fi",
    ]
    return "\n".join(lines) + "\n"


def bash_completion() -> str:
    """Return a completion script for bash: commands, options, choices, and files."""
    parsers = command_parsers()
    cases = []
    for name, parser in parsers.items():
        words = " ".join(flag for a in options_of(parser) for flag in a.option_strings)
        cases.append(f"        {name}) words='{words}' ;;")
    choices = {}
    for parser in parsers.values():
        for action in options_of(parser):
            if action.choices:
                choices[action.option_strings[-1]] = " ".join(map(str, action.choices))
    answers = [f"        {flag}) words='{words}' ;;" for flag, words in sorted(choices.items())]
    window = " ".join(f for a in options_of(cli.window_parser()) for f in a.option_strings)
    return "\n".join(
        [
            "# bash completion for gdstudio",
            "_gdstudio() {",
            '    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words=""',
            "    case $before in",
            *answers,
            "    esac",
            '    [ -n "$words" ] || case ${COMP_WORDS[1]} in',
            *cases,
            f"        *) words='{window}'",
            f'            [ "$COMP_CWORD" -ne 1 ] || words="$words {" ".join(parsers)}" ;;',
            "    esac",
            '    if [ "$COMP_CWORD" -eq 1 ] || [ "${word#-}${before#--}" != "$word$before" ]; then',
            '        mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")',
            "    fi",
            '    [ "${#COMPREPLY[@]}" -gt 0 ] || mapfile -t COMPREPLY < <(compgen -f -- "$word")',
            "}",
            "complete -o filenames -F _gdstudio gdstudio",
            "",
        ]
    )


def _options(parser: argparse.ArgumentParser) -> list[str]:
    lines = []
    for action in options_of(parser):
        names = ", ".join(rf"\fB{_roff(flag)}\fR" for flag in action.option_strings)
        value = ""
        if action.nargs != 0:
            shown = action.metavar or (
                action.dest.upper().replace("_", "-") if not action.choices else "NAME"
            )
            value = rf" \fI{_roff(str(shown))}\fR"
        text = (action.help or "") % {"default": action.default, "prog": "gdstudio"}
        lines += [".TP", names + value, _roff(re.sub(r"\s+", " ", text))]
    return lines


def _roff(text: str) -> str:
    """Return text with what roff takes for its own made plain."""
    plain = text.replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{plain}" if plain.startswith((".", "'")) else plain
