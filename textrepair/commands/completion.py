"""The command ``textrepair completion``."""

from __future__ import annotations

import click

from textrepair.commands.terminal import tell

__all__ = ["completion"]

_VARIABLE = "_TEXTREPAIR_COMPLETE"


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script that completes commands, options and names in a SHELL.

    \b
      textrepair completion bash > ~/.local/share/bash-completion/completions/textrepair
      textrepair completion zsh > ~/.zfunc/_textrepair
      textrepair completion fish > ~/.config/fish/completions/textrepair.fish
    """  # noqa: D301 - click wants the backspace character itself
    from click.shell_completion import ShellComplete, get_completion_class

    completed = get_completion_class(shell)
    assert completed is not None  # click has these three
    made = completed(ctx.find_root().command, {}, "textrepair", _VARIABLE)
    # That of bash itself would start bash to ask for its version.
    tell(f"{ShellComplete.source(made)}\n")
