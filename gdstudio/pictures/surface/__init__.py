"""A surface as it is seen: its cells, lines, axes and what lies on it, for every hand."""
