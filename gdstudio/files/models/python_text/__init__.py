"""A network as one file of plain NumPy that a student can read: made of the pieces it needs."""
