"""The domain's words, and what every other folder may use: types, errors, settings."""
