"""Which lines of a diagram of the network are drawn, as settings that check themselves."""

from __future__ import annotations

from dataclasses import dataclass

from gdstudio.jobs.network_diagram import PER_NEURON
from gdstudio.settings.settings import Settings, setting
from gdstudio.texts import Text


@dataclass(frozen=True, kw_only=True)
class DiagramLines(Settings):
    """Which lines of a diagram of the network are drawn."""

    per_neuron: int = setting(PER_NEURON, Text("connections into each neuron"), "whole", 1, 1024)
    lit: bool = setting(False, Text("weight × activation"), "switch")
