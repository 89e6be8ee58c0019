"""The database's schema, step by step (Alembic). `services.store` applies it on opening."""
