"""Everything behind the bot: the model, the catalogue, the store."""
