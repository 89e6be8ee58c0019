"""A match as members see it: its messages, buttons and modals, and the task that runs it.

The rules are in `bot/games`; everything that happens is in the database at once, so that a bot that
was restarted goes on where it was.
"""
