"""What ships with Marquee: the encoder, the heads and the starter catalogue; see MODEL_CARD.md."""
