"""What `marquee doctor` looks at, and `marquee setup` asks on its way.

- finding.py: what one check found, and what to do
- machine.py: settings, packages, disk, memory
- catalogue.py: model files, index, database
- discord_rest.py: Discord, asked with the bot's token
- discord.py: token, intents, servers, commands, and the clock
- web.py: TMDB and the inference service
"""
