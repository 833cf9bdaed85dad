"""Which textrepair this is; the build of the package reads it from here."""

__all__ = ["__version__", "version"]

__version__ = "0.1.0"


def version() -> str:
    """Return the version of textrepair."""
    return __version__
