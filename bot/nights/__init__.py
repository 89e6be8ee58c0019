"""Movie nights: a poll among films, then an event for the one that won.

- cog.py, options.py, new_form.py: `/night`, the options of its commands, the form of `/night new`
- create.py, checks.py, draft.py, own.py: the host's wishes checked and shown to them
- ask_when.py: what they are asked where a time can be two
- sources.py, repeat.py: where films come from; nights that recur, in words
- post.py, role.py: the poll, and the role that it is told to
- scheduler.py: who notices that something is due
- finish.py, series.py: votes counted, event made; the next of nights that recur; once each
- reminder.py, afterwards.py: an hour before the film; after it, stars that mark it as seen
- buttons.py, calendar.py: who cannot come; a night as a file for one's calendar
- event_image.py: the picture of an event
"""
