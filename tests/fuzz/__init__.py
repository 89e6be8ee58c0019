"""`make fuzz`: hostile pictures, requests and packages, made by chance and within a time.

- __main__.py: the command; each part runs in a process of its own
- findings.py: what was tried and what was found; each finding a small file
- structure.py, kinds.py: pictures taken apart, changed by their grammar, put together again
- bombs.py: small pictures that ask for much
- oddities.py, oddity.py, heads.py, bodies.py: requests that are none, or odd ones
- exchange.py: bytes said over a socket, and the answers taken apart
- service.py, description.py: a service in a process of its own; its answers held to its description
- decoders.py, uploads.py, operations.py, files.py: the parts of the command
- foreign.py: what `files.py` reads, as hypothesis makes it
"""
