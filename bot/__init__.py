"""The Discord face of Marquee: it knows nothing of models."""
