"""What every feature of the bot needs; it knows no feature."""
