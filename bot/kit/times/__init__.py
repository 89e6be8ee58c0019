"""Times as members type them, in five languages; pure Python, without Discord.

- read.py: a text into the moment that is meant, or those of which one is
- words.py, phrases.py, numbers.py: what is said of times in each language
- lexer.py: a text cut into tokens
- grammar.py, patterns.py, said.py: tokens into what was said of day, clock and repetition
- resolve.py: what was said, as moments
- offer.py: moments to choose from, and what they are called
- zones.py: time zones by city, abbreviation, offset
- recurrence.py: the next of nights that recur, by the clock on the wall
"""
