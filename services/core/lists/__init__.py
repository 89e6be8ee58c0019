"""Lists of films as Letterboxd, IMDb and Marquee write them into files.

- reading.py: a file's bytes -> the films that it names, and the lines that could not be read
- writing.py: films -> a CSV that Letterboxd and Marquee import
- matching.py: which film of a catalogue a list means
"""
