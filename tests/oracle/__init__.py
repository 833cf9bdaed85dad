"""Slow, plain references that the compiled core is held against."""
