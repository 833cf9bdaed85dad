"""Slow and plain references of what the compiled core does."""
