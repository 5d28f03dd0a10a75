"""Completion for the shell fish, made from the same parsers as the man page."""

from __future__ import annotations

import argparse

from command_line import command_parsers, options_of

from gdstudio import cli


def fish_completion() -> str:
    """Return the script: commands, their options with what they are for, and choices."""
    parsers = command_parsers()
    at_first = "not __fish_seen_subcommand_from " + " ".join(parsers)
    lines = ["# fish completion for gdstudio"]
    for name in parsers:
        lines.append(f"complete -c gdstudio -n {_quoted(at_first)} -a {name}")
    lines += [_option(at_first, action) for action in options_of(cli.window_parser())]
    for name, parser in parsers.items():
        condition = f"__fish_seen_subcommand_from {name}"
        lines += [_option(condition, action) for action in options_of(parser)]
    return "\n".join(lines) + "\n"


def _option(condition: str, action: argparse.Action) -> str:
    parts = [f"complete -c gdstudio -n {_quoted(condition)}"]
    for flag in action.option_strings:
        parts.append(f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}")
    if action.choices:
        parts.append(f"-x -a {_quoted(' '.join(map(str, action.choices)))}")
    elif action.nargs != 0:
        parts.append("-r")
    words = (action.help or "") % {"default": action.default, "prog": "gdstudio"}
    parts.append(f"-d {_quoted(' '.join(words.split()))}")
    return " ".join(parts)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
