"""Strangers' pictures are opened in processes of their own, each within bounds.

- checks.py: what a file asks for, read off its bytes before a decoder sees them
- worker.py: the process that decodes; loads Pillow and none of the model's libraries
- frames.py: what the pool and a worker say to each other
- watchdog.py: ends what is not done in time
- pool.py: the workers, handed out, replaced and ended
"""
