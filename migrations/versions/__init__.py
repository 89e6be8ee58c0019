"""One module a step.

- 0*.py: the steps, in their order
"""
