"""The commands by name; each is imported when it is called."""

from __future__ import annotations

import importlib

import click

from knowbrand import __version__

COMMANDS = {
    "new": "make a site to start from",
    "build": "make the site",
    "serve": "show the site in a browser, rebuilt on every save",
    "check": "find everything that is wrong, without writing",
    "post": "begin a new post",
    "theme": "make, change, install and judge themes",
    "deploy": "bring the site to its host",
    "import": "bring posts from Jekyll, Hugo, Eleventy, Pelican or Zola",
    "schema": "print a JSON Schema for an editor",
    "lock": "record the addresses that are published, for good",
    "move": "take the site to another address, and keep the old ones leading on",
    "why": "tell what made a page",
    "completion": "print the completion script for a shell",
}


class CommandGroup(click.Group):
    """Finds a command's module under its name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command's name, in the order in which people meet them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command ``cmd_name``, or None."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"knowbrand.cli.{cmd_name}_command")
        found = module.command
        assert isinstance(found, click.Command)  # noqa: S101 - each module has one
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that ``args`` begin with; an unknown one is refused with the nearest known name."""
        from knowbrand.problems import nearest

        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            guess = nearest(args[0], COMMANDS)
            hint = f"did you mean '{guess}'?" if guess else "`knowbrand --help` lists them"
            raise click.UsageError(f"there is no command '{args[0]}'; {hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=CommandGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Begin with: knowbrand new mysite",
)
@click.version_option(__version__, "-V", "--version", message="knowbrand %(version)s")
def command() -> None:
    """A personal website and feeds from a YAML profile and Markdown posts."""
