"""Networks in forms that other programs read, and networks of other programs read in."""
