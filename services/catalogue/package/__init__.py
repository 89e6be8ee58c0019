"""A catalogue as one folder that can be carried away: written, and read back.

- layout.py: what the folder holds
- export.py: written
- load.py: read back
"""
