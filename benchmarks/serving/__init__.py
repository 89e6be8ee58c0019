"""`make bench`: the service as a whole, beside its encoder alone and what else one would run.

- __main__.py: runs all of it; the table, and `benchmarks/results/serving.json`
- pictures.py: a catalogue, and JPEGs of 300 x 450 of its posters, each one another file
- load.py: the clients, in a process of their own
- alone.py: the encoder and the published way, in processes of their own; a handler that only reads
- processes.py: the service started, its processor seconds and memory
- figures.py: what was measured, as a table and as ratios
"""
