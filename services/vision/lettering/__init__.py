"""The lettering of a picture: lines that are read, and the film whose title they are.

- models.py: where the extra's model files lie, and their sessions
- detection.py, recognition.py: where lines stand; what one line says
- reader.py: both in a row, within bounds: picture to lines
- runs.py, forms.py: neighbouring lines as one text; the ways in which a title is set
- titles.py: lines to the titles of a catalogue that they may be
- decision.py, title_weights.json: how likely such a title is the film's; fitted on val
- title_reader.py: all of it: picture and neighbours to a film
"""
