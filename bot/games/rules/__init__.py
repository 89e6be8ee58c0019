"""The rules of the games: pure Python that knows neither Discord nor the database.

A round is a `Question`, what members answer to it are `Guess`es, and both are kept as JSON. All
that a table of scores shows is worked out from the rounds `Played` so far, so that a bot that was
restarted goes on as if nothing had happened.

- types.py, options.py: questions, guesses and results; how a game is played
- kinds/: the kinds of games, one file each
- checking.py, scoring.py: whether a guess may be made; what an answer is worth
- round_results.py: what one round brings, and who missed
- standings.py: who is in front, and when a game is over
- decoys.py, hints.py: wrong answers to choose from; what may be told for points
- phrases.py: what is said of a question, in no language yet
- titles.py, names.py, typos.py: whether what was typed is this film's title
"""
