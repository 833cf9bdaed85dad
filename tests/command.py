"""The command, run in the process of the test."""

from click.testing import CliRunner, Result

from textrepair.cli import application


def run(*arguments: str, given: bytes = b"") -> Result:
    """Run `textrepair`; what it raises besides its exit is raised here."""
    result = CliRunner().invoke(application, arguments, input=given, prog_name="textrepair")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def run_to(*arguments: str, code: int = 0) -> Result:
    """Run it and make sure that it ends with a code."""
    result = run(*arguments)
    assert result.exit_code == code, result.stderr
    return result
