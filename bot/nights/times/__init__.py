"""Times as members type them, in five languages; pure Python, without Discord.

- read.py: a text into the moment that is meant, or those of which one is
- words.py, numbers.py: phrases and numbers of each language
- lexer.py, grammar.py: a text cut into tokens; tokens into what was said of day, clock, repetition
- resolve.py: what was said, as moments
- zones.py: time zones by city, abbreviation, offset
- recurrence.py: the next of nights that recur, by the clock on the wall
"""
