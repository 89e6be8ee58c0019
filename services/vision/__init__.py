"""From untrusted bytes to an answer: images, encoders, index, heads and the pipeline."""
