"""The rules of the games: pure Python that knows neither Discord nor the database.

A round is a `Question`, what members answer to it are `Guess`es, and both are kept as JSON. All
that a scoreboard shows is worked out from the rounds `Played` so far, so that a bot that was
restarted goes on as if nothing had happened.

- kinds/: the kinds of game, one file each
- types.py, options.py: questions, guesses and results; how a game is played
- phrases.py: what is said of a question, as plain data
- checking.py, scoring.py: whether a guess may be made and is right; what it is worth
- round_results.py: what one round brings
- standings.py: who is in front, and when a game is over
- daily.py: the daily poster: its pictures, squares and streaks
- decoys.py, hints.py: wrong answers to choose from, what may be told
- titles.py: whether what was typed is this film's title, and no other's
"""
