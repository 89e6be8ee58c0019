"""Discord's own limits, each in one place: how many characters, parts and choices it takes.

Source: https://discord.com/developers/docs, the pages of interactions, components, messages, polls,
scheduled events and errors. Numbers are the largest that Discord accepts.
"""

from __future__ import annotations

# Messages, in characters, bytes and parts. A layout counts buttons and texts in sections as parts.
LAYOUT_TEXT = 4000
LAYOUT_PARTS = 40
ATTACHMENT_ALT = 1024
# Of pictures inside a layout Discord took 256 when components of this kind were new.
PICTURE_ALT = 256
UPLOAD_BYTES = 10 * 2**20

# Buttons, menus and modals, in characters and in options.
CUSTOM_ID = 100
BUTTON_LABEL = 80
OPTIONS = 25
OPTION_TEXT = 100  # of an option's label, its value and its description
PLACEHOLDER = 150
MODAL_TITLE = 45
FIELD_LABEL = 45
FIELD_DESCRIPTION = 100

# Commands: choices that are offered while somebody types, or fixed ones.
CHOICES = 25
CHOICE_TEXT = 100  # of a choice's name and of its value

# Polls and events.
POLL_ANSWERS = 10
POLL_ANSWER = 55
POLL_QUESTION = 300
POLL_HOURS = 768
EVENT_NAME = 100
EVENT_DESCRIPTION = 1000
EVENT_PLACE = 100
AUDIT_REASON = 512

# Seconds until a command or a press must be acknowledged, and in which it can be answered.
ACKNOWLEDGE_SECONDS = 3.0
ANSWER_SECONDS = 15 * 60

# Error codes of Discord's API.
UNKNOWN_CHANNEL = 10003
UNKNOWN_MESSAGE = 10008
UNKNOWN_INTERACTION = 10062
ALREADY_ACKNOWLEDGED = 40060
POLL_EXPIRED = 520001
