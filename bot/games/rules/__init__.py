"""The rules of the games: pure Python that knows neither Discord nor the database.

A round is a `Question`, what members answer to it are `Guess`es, and both are kept as JSON. All
that a table of scores shows is worked out from the rounds `Played` so far, so that a bot that was
restarted goes on as if nothing had happened.

- types.py, options.py: questions, guesses and results; how a game is played
- kinds.py: the kinds of games: who was right, who took the round
- checking.py, scoring.py: whether a guess may be made and is right; what it is worth
- standings.py: who is in front, and when a game is over
- questions.py, decoys.py, hints.py: what is asked, wrong answers to choose from, what may be told
- titles.py, names.py, typos.py: whether what was typed is this film's title
"""
