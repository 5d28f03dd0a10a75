"""Lessons as data: what stands on the stage, scene by scene, read from TOML."""
