"""What the status of the command ``textrepair`` means."""

from __future__ import annotations

import enum

from textrepair.errors import ConfigurationError, InputError, OutputError, PackError, TextRepairError

__all__ = ["ExitCode", "exit_code_for"]


class ExitCode(enum.IntEnum):
    """What the command ended with; ``docs/reference/exit-codes.md`` says the same at length.

    Where several hold, the command ends with the one that stands first here:

    * ``BROKEN_PIPE`` (141): whatever read standard output has closed it, as ``| head`` does.
    * ``INTERRUPTED`` (130): stopped by Ctrl-C; files already written are whole, the others untouched.
    * ``CONFIGURATION`` (5): a setting, a repairer's name or a language pack is wrong; nothing was done.
    * ``USAGE`` (2): the command line does not make sense; nothing was done.
    * ``OUTPUT`` (4): a result could not be written; its original is untouched.
    * ``INPUT`` (3): some input could not be read; all others were dealt with.
    * ``REPAIRER_FAILED`` (6): a repairer raised; what it was looking at passed unchanged, the rest was repaired.
    * ``WOULD_CHANGE`` (1): with ``--check`` only: at least one file would change.
    * ``OK`` (0): everything was read, repaired and written.
    """

    OK = 0
    WOULD_CHANGE = 1
    USAGE = 2
    INPUT = 3
    OUTPUT = 4
    CONFIGURATION = 5
    REPAIRER_FAILED = 6
    INTERRUPTED = 130
    BROKEN_PIPE = 141


def exit_code_for(error: TextRepairError) -> ExitCode:
    """Return the exit code that stands for an error.

    >>> exit_code_for(InputError("a.txt: no such file"))
    <ExitCode.INPUT: 3>
    """
    if isinstance(error, InputError):
        return ExitCode.INPUT
    if isinstance(error, OutputError):
        return ExitCode.OUTPUT
    if isinstance(error, ConfigurationError | PackError):
        return ExitCode.CONFIGURATION
    return ExitCode.REPAIRER_FAILED
