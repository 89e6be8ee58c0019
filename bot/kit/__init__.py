"""What every feature of the bot needs; it knows no feature.

- access.py: who may ask what, where and how often
- asks.py: what the bot asks of Discord: intents, permissions, the link that invites it
- in_flight.py: what is being answered when the bot stops
- promises.py, promise_file.py: what was deferred, and told where the bot was killed meanwhile
- doubtful.py: acknowledgements that Discord may have taken though they failed
- discreet_log.py: the log without Discord's tokens
- errors.py: what a member is told when something went wrong
- i18n.py, terms.py: what Marquee says in each language, and the catalogue's words
- limits.py: what Discord allows
- country.py: the country that a language tells of
- times/: times as members type them, and time zones
- zones.py: where a server's clock hangs
- scope.py: whose lists and scores are meant: a server's, or a member's own
- pictures.py: a stranger's picture, opened in a process of its own
- posters.py: a film's poster, where it may be shown
- formatting.py, collage.py: films as lines of text; posters side by side
- attachments.py, cdn.py: from what a member attached to its bytes, up to a limit
- autocomplete.py: what a half-typed option may become
- layout.py, pagination.py: messages whose buttons outlive the bot; pages of them
"""
