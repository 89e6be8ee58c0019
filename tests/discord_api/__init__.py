"""What Discord says it takes: its own description of its HTTP interface, and a check against it.

- description.json: of the requests that the bot makes, cut out of Discord's OpenAPI description
- cut.py: how, from a newer one
- check.py: what is wrong with a request's body
- server.py: as much of Discord as a bot meets, over a socket
"""
