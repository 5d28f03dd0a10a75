"""What a report tells of the run itself: settings, how far it came, curves, how to repeat it."""

from __future__ import annotations

from gdstudio.files.run_file import RunFile
from gdstudio.learning.history import History
from gdstudio.learning.snapshot import RunFacts
from gdstudio.numerals import cost, numeral, percent, rough_time, whole
from gdstudio.report.figures import curves_figure
from gdstudio.report.markup import Markup, element, joined, named, table
from gdstudio.report.parts import facts, listed, picture, section
from gdstudio.report.repeat import SAVED_AS, Repetition
from gdstudio.settings.choices import title_of
from gdstudio.settings.settings import Field


def settings_section(state: RunFacts, n_parameters: int) -> Markup:
    """Return the network and all settings, those marked that are not the default."""
    recipe, rows, changed = state.recipe, [], 0
    for field in recipe.fields():
        value = getattr(recipe, field.name)
        if value == field.default or field.name == "name":
            rows.append((field.label, _said(field, value), ""))
        else:
            changed += 1
            shown = element("strong", _said(field, value), class_="changed")
            rows.append((field.label, shown, _said(field, field.default)))
    about = element(
        "p",
        "The network ",
        named(state.network_name),
        f" has {whole(n_parameters)} parameters; the seed {recipe.seed} decides on its start "
        f"values and on the order of the examples. {changed} settings differ from the default: "
        "they stand in bold, with the default beside them.",
    )
    settings = table("All settings of the run", ("Setting", "Value", "Default"), rows, "settings")
    return section("settings", "Settings", about, settings)


def progress_section(run: RunFile, n_examples: int) -> Markup:
    """Return how far a run of so many training examples has come, and its curves."""
    state, history = run.state, run.history
    done = state.epoch + state.position / max(n_examples, 1)
    told: list[tuple[str, object]] = [
        ("Updates", whole(state.step)),
        ("Epochs", f"{numeral(done)} of {whole(state.epochs)}"),
        ("Training examples", f"{whole(n_examples)}, {whole(state.examples)} seen in all"),
    ]
    there = history is not None and not history.is_empty
    if history is not None and len(evaluations := history.evaluations()):
        told.append(("Time spent training", rough_time(float(evaluations.seconds[-1]))))
    told.append(("As of", f"{run.saved_at:%Y-%m-%d %H:%M} {run.saved_at.tzname() or ''}".strip()))
    if history is not None and history.diverged_at is not None:
        text = f"at update {whole(history.diverged_at)} the cost was no longer finite"
        told.append(("Diverged", text))
    curves: object = element("p", "No costs were kept of this run.", class_="none")
    if history is not None and there:
        curves = picture(curves_figure(history), _heard(history), _curves_caption(history))
    return section("progress", "How far it came", facts(told), curves)


def repeat_section(repetition: Repetition, state: RunFacts) -> Markup:
    """Return the command that repeats a run, and what is to be known of it."""
    code = element("code", repetition.command)
    command = element("pre", code, tabindex=0, role="region", aria_label="Command")
    if repetition.obstacles:
        sentences = (f"{one[0].upper()}{one[1:]}." for one in repetition.obstacles)
        said = element("p", "It is not promised that one command repeats this run:")
        begins = element("p", "This begins with the same settings and the same seed:")
        shown = (begins, command) if repetition.command else ()
        return section("repeat", "How to repeat it", said, listed(sentences), *shown)
    about = element(
        "p",
        "This repeats the run to the last digit with the same version of gdstudio on the same kind "
        "of processor; elsewhere the last digits of its numbers may differ. It writes ",
        element("code", SAVED_AS),
        ", of which ",
        element("code", "gdstudio report"),
        " makes this page again.",
    )
    return section("repeat", "How to repeat it", about, command, _data_told(state))


def _data_told(state: RunFacts) -> Markup:
    if state.recipe.data == "mnist":
        return element("p", "The digits are MNIST's, which come with the program.")
    return element(
        "p",
        "The digits must be the same. Those it learned from have this check sum (SHA-256 of all "
        "pictures and labels, in their order): ",
        element("code", state.data_identity, class_="sum"),
        ". Where they lie elsewhere, give that place after ",
        element("code", "--data"),
        ".",
    )


def _said(field: Field, value: object) -> str:
    """Return the value of a setting in words."""
    if field.name == "data" and value == "mnist":
        return "MNIST"
    if field.kind == "choice":
        return title_of(str(value))
    if field.kind == "table" and isinstance(value, tuple):
        return ", ".join(f"{name} {numeral(number)}" for name, number in value) or "none"
    return field.write(value) or "none"


def _curves_caption(history: History) -> Markup:
    """Return what the curves are, and where they end."""
    text = (
        "Cost of the mini-batches, smoothed, with its least and highest values as a band; cost and "
        "accuracy on training and test digits where they were asked on the way."
    )
    return joined((text, " ", _heard(history)))


def _heard(history: History) -> str:
    """Return in words what the curves come to."""
    found = history.evaluations()
    if not len(found):
        curve = history.curve()
        return f"The cost ends at {cost(float(curve.smoothed[-1]))}." if len(curve) else ""
    first, last = 0, len(found) - 1
    return (
        f"From update {whole(int(found.steps[first]))} to {whole(int(found.steps[last]))} the test "
        f"accuracy goes from {percent(float(found.test_accuracy[first]))} to "
        f"{percent(float(found.test_accuracy[last]))}, the test cost from "
        f"{cost(float(found.test_cost[first]))} to {cost(float(found.test_cost[last]))}."
    )
