"""Doing the same to many things in several processes."""
