"""The rules of the games: pure Python that knows neither Discord nor the database.

A round is a `Question`, what members answer to it are `Guess`es, and both are kept as JSON. All
that a table of scores shows is worked out from the rounds `Played` so far, so that a bot that was
restarted goes on as if nothing had happened.
"""
