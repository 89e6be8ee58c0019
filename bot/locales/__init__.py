"""One Fluent file a language; `bot.words` reads them."""
