"""How the pipeline is reached: in this process, or as a service over HTTP.

- client.py, connect.py: what the bot may ask; which client the settings ask for
- embedded.py, picture_batch.py, batcher.py: the model in this process, asked by the batch
- fair_queue.py, pace.py: places take turns in its queue; how fast that moves
- answer_cache.py, tallies.py: the same picture is answered once; what is counted of all that
- http.py, transport.py, wire.py: a service asked; retries and limits; answers as JSON and back
- breaker.py: a service that keeps failing is left alone for a while
- registry.py: a pipeline an encoder, renewed with its index and heads
- title_reading.py: pictures kept for a moment, and their titles, read when asked for
- film_library.py, search.py: the catalogue's films in memory; found by words or titles
- server.py, routes.py, request_context.py, upload.py, upload_limits.py: the service
- openapi.py, openapi_schemas.py, metrics.py: its routes and answers described; what it counts
- guard.py, connections.py: who may ask it, and by how many connections
- explorer/: its page
"""
