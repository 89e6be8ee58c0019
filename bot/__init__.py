"""The Discord face of Marquee: it knows nothing of models.

- app.py: the bot: connect, load the cogs, sync the commands
- __main__.py: `python -m bot`
- demo.py: the same bot in a simulated Discord, in the browser
- demo_welcome.py: its first message
- demo_page/: what it adds to the simulated Discord's page
- kit/: what every feature needs
- identify/, games/, nights/, watchlist/, admin/: the features
- locales/, fonts/: what Marquee says, and the letters in its pictures
"""
