"""The report of a run: one page of HTML that holds all it shows and asks nothing of anybody."""
