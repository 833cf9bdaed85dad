"""Runs over many files: what there is to do, who does it, and what is remembered of it."""
