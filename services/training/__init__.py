"""Heads, export and evaluation: what makes the files that the other rooms serve."""
