"""How well what people attach is recognised: named, named wrongly, and how honest the doubt is.

    python -m benchmarks.wild ../shared/wild [--more] [--only PART] [--limit N] [--json FILE]

`../shared/posters` (and `more`, where it is asked for) are imported and built once, in a folder
that is kept. Parts: `wild`, real pictures by kind and artwork; `absent`, thousands of val and test
pictures whose film is hidden from the catalogue; `copies`, posters drawn as people attach them, of
fixed seeds; `calibration`, how far what is called probable comes true; `cost`, a plain poster
beside one that needs geometry. Nothing may be chosen on `wild`.

- __main__.py: the command line
- asking.py: a catalogue asked, with films hidden from it
- catalogues.py: what is imported, and once
- wild_set.py, absent.py, copies.py, calibration.py, cost.py: the parts
- figures.py: counts with intervals, calibration error, tables
- twins.py: whether two files show one picture
"""
