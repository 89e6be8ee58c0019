"""`marquee setup`: from an empty machine to the first answer, asked step by step.

- command.py: the command, its flags and its steps
- answers.py: what was answered: by a flag, by the environment, or in the terminal
- secrets.py: tokens and keys from files, from standard input, or typed unseen
- env_file.py: `.env`, changed line by line, for nobody else to read
- tokens.py: the bot's token and TMDB's key, checked where that can be done
- first_answer.py: a first poster looked at
- service_files.py: what starts the bot with the machine: systemd, launchd, Windows, Docker
"""
