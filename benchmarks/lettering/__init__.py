"""Titles read on real posters: what was fitted on val, and what it names.

    python -m benchmarks.lettering read ../shared CACHE [--pictures 600] [--photos 200]
    python -m benchmarks.lettering fit ../shared CACHE [--write]
    python -m benchmarks.lettering wild ../shared CACHE [--index DIR]

Needs the `ocr` extra, and `train` for scipy. `read` reads each picture twice, as is done where the
first reading names nothing; that takes two seconds a picture. It keeps what it read in the folder
CACHE, goes on where it was stopped, and tells the processor's time. `fit` weighs the evidence for
titles on val pictures, each once with its film in the catalogue (under another picture) and once
without, and tells by four folds of films what would be named; `--write` stores the weights that
ship. `wild` says what they name on the test pictures, and chooses nothing; with the folder that
`python -m benchmarks.wild ../shared/wild --more` built, also what is named by recognition and title
together.

- __main__.py: the command line
- picture_sets.py: the pictures, what was read of them, their candidates
- photographs.py: posters as photos of covers
- fitting.py: weights fitted, and what they name on val
- wild.py: what they name on the test pictures
"""
