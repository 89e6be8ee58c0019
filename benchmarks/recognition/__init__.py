"""What finds a film's picture in another picture: local features, measured against others.

    python -m benchmarks.recognition ../shared [--only features|candidates|inversion|cost|memory]

Needs the catalogue of `posters` and `more` (`marquee catalogue import-folder` both, then `build`)
as MARQUEE_DATA_DIR, which is only read. Nothing of `wild` is used: queries are val pictures, drawn
as `services.training.attached` draws them. Times are of processor, in one thread, and ratios of
one run; seeds are fixed. AKAZE and BEBLID are measured where OpenCV's contrib modules are
installed, faiss where it is (`pip install 'marquee-bot[bench]'`), lettering with the `ocr` extra.

- __main__.py: the command
- catalogue.py: the catalogue's rows, and which picture is which
- kinds.py, pair.py: the local features that are compared; which spots look alike by them
- features.py: pictures that agree by each kind, and by how large a catalogue picture is read
- candidates.py: pictures by their codes, beside Annoy and faiss
- inversion.py, patches.py: pictures drawn again from what is kept; the patches for it
- cost.py, memory.py: the steps of an answer that needs geometry; memory of a service
"""
