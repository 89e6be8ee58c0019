"""How the pipeline is reached: in this process, or as a service over HTTP.

- client.py, connect.py: the protocol; which client the settings ask for
- embedded.py, batcher.py: the model in this process, asked by the batch
- http.py, transport.py, wire.py: a service asked; retries and limits; answers as JSON and back
- registry.py: a pipeline an encoder, renewed with its index and heads
- film_library.py, search.py: the catalogue's films in memory; found by words or titles
- server.py, routes.py, request_context.py, upload.py: the service
- openapi.py, metrics.py: its routes described; what it counts
- explorer/: its page
"""
