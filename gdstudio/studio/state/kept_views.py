"""What stood in the views, as settings that check themselves when they are read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from gdstudio.errors import InvalidValue
from gdstudio.pictures.camera import DISTANCES, ELEVATIONS, Camera
from gdstudio.settings.settings import Settings, setting
from gdstudio.texts import Text


@dataclass(frozen=True, kw_only=True)
class CameraView(Settings):
    """Where a surface is looked at from; see `Camera`."""

    azimuth: float = setting(-62.0, Text("azimuth"), "real", -180, 180)
    elevation: float = setting(34.0, Text("elevation"), "real", *ELEVATIONS)
    distance: float = setting(6.3, Text("distance"), "real", *DISTANCES)
    centre: tuple[float, ...] = setting(
        (0.0, 0.0, 0.1), Text("centre"), "reals", -1.5, 1.5, lengths=(3, 3)
    )
    orthographic: bool = setting(False, Text("parallel projection"), "switch")

    @classmethod
    def of(cls, camera: Camera) -> Self:
        """Return what is kept of a camera."""
        return cls(**{field.name: getattr(camera, field.name) for field in cls.fields()})

    def camera(self) -> Camera:
        """Return the camera that was kept."""
        x, y, z = self.centre
        return Camera(self.azimuth, self.elevation, self.distance, (x, y, z), self.orthographic)


def part_of(kept: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return a part of what was kept; empty if it is not there."""
    part = kept.get(name, {})
    if not isinstance(part, Mapping):
        raise InvalidValue(name, str(part)[:60], Text("names with values"))
    return part
