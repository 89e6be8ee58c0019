"""The command line, the only room above the bot and the services."""
