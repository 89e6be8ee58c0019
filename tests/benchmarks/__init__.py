"""Benchmarks whose figures are kept count rightly."""
