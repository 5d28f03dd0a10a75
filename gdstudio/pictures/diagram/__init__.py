"""A network as a diagram, without Qt: what is drawn, where, and in which shapes."""
