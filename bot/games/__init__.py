"""The guessing games as members see them: messages, buttons, and the task that runs a game.

The rules are in `bot.games.rules`; everything that happens is in the database at once, so that a
bot that was restarted goes on where it was.

- daily_cog.py, daily_messages.py: `/daily`, the poster of the day
- cog.py, preset_commands.py, scores_cog.py: `/game`; `/game preset`; `/leaderboard` and `/profile`
- rules/: who was right, what it brings, who has won
- session.py, rounds.py: a game in memory, kept in step with the database; its rounds
- runner.py: the task that runs a game: asks, reveals, closes, goes on
- registry.py: the games of a bot, begun and found again after a restart
- ids.py: the custom ids of buttons and menus, and plain buttons with them
- messages.py, lines.py: lobby, round, result and podium; their lines
- handlers.py: what hears a press, of old messages as well
- lobby_actions.py, round_actions.py, answer_modal.py: what it does; what is typed into
- written.py: answers that are written as messages
- draw.py, sample_draw.py: questions from the catalogue, or from the drawn samples
- likeness.py: films whose posters are alike, and wrong answers among them
- reveal.py, crops.py: how much of a poster is shown, and which part first
- leaderboard.py, winners.py: pages of scores; who won the games that are over
"""
