"""The database's schema, step by step (Alembic). `services.store` applies it on opening.

- versions/: the steps
- env.py: how Alembic is run
- script.py.mako: what a new step begins as
"""
