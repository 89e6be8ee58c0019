"""The explorer page: files that the inference service gives to a browser as they are."""
