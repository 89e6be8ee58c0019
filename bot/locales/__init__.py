"""One Fluent file a language; `bot.kit.i18n` reads them.

- *.ftl: the languages
"""
