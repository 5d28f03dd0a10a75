"""The components as a CycloneDX list (https://cyclonedx.org/docs/1.6/json/)."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from typing import Any

from licences.component import Component, LicenceError


def cyclonedx_list(components: Sequence[Component], seconds: int) -> str:
    """Return the list as JSON text; the program, first, is what the others are components of.

    Args:
        seconds: The time to put on it, since 1970.
    """
    when = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    program, *others = components
    content = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": when.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": _entry(program) | {"type": "application"},
        },
        "components": [_entry(component) for component in others],
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def validate(text: str) -> None:
    """Raise LicenceError if a list does not keep to the schema of CycloneDX 1.6."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if error is not None:
        raise LicenceError(f"the list of components is not valid: {error}")


def _entry(component: Component) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "type": "data" if component.name in ("MNIST", "CET colour maps") else "library",
        "bom-ref": component.purl or f"{component.name}@{component.version}",
        "name": component.name,
        "version": component.version,
        "licenses": [{"expression": component.licence}],
    }
    if component.notice:
        entry["description"] = component.notice
    if component.purl:
        entry["purl"] = component.purl
    return entry
