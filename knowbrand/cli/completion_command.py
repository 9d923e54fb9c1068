"""``knowbrand completion``."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the script that completes knowbrand's words in a shell.

    \b
    bash: knowbrand completion bash >> ~/.bashrc
    zsh:  knowbrand completion zsh >> ~/.zshrc
    fish: knowbrand completion fish > ~/.config/fish/completions/knowbrand.fish
    """
    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101 - click knows these three
    click.echo(kind(ctx.find_root().command, {}, "knowbrand", "_KNOWBRAND_COMPLETE").source())
