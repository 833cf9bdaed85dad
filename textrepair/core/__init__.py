"""The core: what it exports here is the only way into it."""
