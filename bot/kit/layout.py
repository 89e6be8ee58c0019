"""A layout whose buttons are answered by what the bot registered for their custom ids."""

from __future__ import annotations

import discord


class StaticLayout(discord.ui.LayoutView):
    """A message's parts, sent and let go of.

    Its buttons and menus are plain: what they do is written in their custom ids, and a
    `discord.ui.DynamicItem` of the bot answers them, after a restart as well. discord.py would keep
    the layout of every message with such buttons for as long as the bot runs, and call their empty
    callbacks beside the dynamic items. It keeps no view that is finished, so this one always is.
    """

    def __init__(self) -> None:
        super().__init__(timeout=None)

    def is_finished(self) -> bool:
        """Return True: nothing waits for this layout."""
        # `stop` would do the same, but only where the layout is made inside the event loop.
        return True
