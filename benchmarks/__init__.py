"""What is fast, measured against what else one would use, in one run, as ratios."""
