"""Is what somebody typed the name of this film? One reading of titles for all who compare them.

- numbers.py: II, 2, two, second and 2nd are one number; thousands, fractions, years in words
- spellings.py: umlauts as two letters, digits and signs for letters
- names.py: what a film may be called, whole and in part, and the words that count
- typos.py: whether a key was missed, or another word was meant
- fit.py: how well what was typed fits a title
"""
