"""The guessing games as members see them: messages, buttons, and the task that runs a game.

The rules are in `bot.games.rules`; everything that happens is in the database at once, so that a
bot that was restarted goes on where it was.
"""
