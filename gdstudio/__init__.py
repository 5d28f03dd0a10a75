"""Gradient Descent Studio: watch a neural network learn by gradient descent."""

__version__ = "0.1.0"
