"""Figures of what cards show, from the values that are drawn."""
