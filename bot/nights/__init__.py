"""Movie nights: a poll among films, then an event for the one that won.

- cog.py, options.py: `/night`, and the options of its commands
- create.py, draft.py: the host's wishes checked and shown to them, then the poll
- parse_time.py: a moment as a member types it
- scheduler.py, finish.py: who notices that a poll has closed; votes counted, event made, once each
- event_image.py: the picture of an event
"""
