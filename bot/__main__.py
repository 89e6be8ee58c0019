"""`python -m bot`: the Discord bot."""

from __future__ import annotations

import sys

from bot.app import run
from services.core.errors import MarqueeError
from services.core.settings import get_settings

if __name__ == "__main__":
    try:
        sys.exit(run(get_settings()))
    except MarqueeError as error:
        sys.exit(error.message)  # settings that cannot be read
