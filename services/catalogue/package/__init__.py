"""A catalogue as one folder that can be carried away: written, and read back."""
