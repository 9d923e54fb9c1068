"""The command ``knowbrand``: words into calls, problems into an exit status. The only place that catches.

Exit status: 0 done, 1 the input has errors, 2 wrong usage, 70 a defect of knowbrand, 75 trouble outside,
130 and 143 interrupted.
"""

from __future__ import annotations

import os
import sys

from knowbrand.cli.unchanged import repeat

TYPE_CHECKING = False  # importing typing takes as long as a build that has nothing to do
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType
    from typing import NoReturn

    from knowbrand.problems import Problem

DEFECT, TROUBLE, INTERRUPTED, TERMINATED = 70, 75, 130, 143


class Terminated(BaseException):
    """The system asked the command to stop (SIGTERM)."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command with ``arguments`` (those of the process by default) and leave with its exit status."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    if sys.stdout is None or sys.stderr is None:
        _open_streams()
    try:
        status = repeat(words)
        if status is None:
            _prepare()
            status = _run(words)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of a pipe left, as `| head` does; nothing is wrong with that
        for stream in (sys.stdout, sys.stderr):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        status = 0
    except KeyboardInterrupt:  # before, or after, the command itself ran
        status = INTERRUPTED
    except Terminated:
        status = TERMINATED
    sys.exit(status)


def _open_streams() -> None:
    """Let what goes to a closed stream (`>&-`) go nowhere: a file opened later would take its number, and its words."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(
                os.devnull, os.O_RDWR
            )  # the system gives the lowest number that is free, which is this one
    sys.stdout = sys.stdout or os.fdopen(1, "w", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", closefd=False)


def _prepare() -> None:
    import contextlib
    import signal

    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Terminated

    with contextlib.suppress(ValueError):  # only the main thread may
        signal.signal(signal.SIGTERM, stop)


def _run(arguments: Sequence[str]) -> int:
    import click

    from knowbrand.cli.commands import command
    from knowbrand.cli.console import print_defect, print_problems, say
    from knowbrand.problems import KnowbrandError, Trouble

    try:
        result = command.main(arguments, prog_name="knowbrand", standalone_mode=False, obj=arguments)
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except SystemExit as leaving:  # click leaves so, with 1, when the reader of a pipe left
        raise BrokenPipeError from leaving
    except click.ClickException as refusal:
        refusal.show()
        return refusal.exit_code
    except (KeyboardInterrupt, click.Abort):
        say("stopped; nothing was changed")
        return INTERRUPTED
    except Terminated:
        return TERMINATED
    except KnowbrandError as fault:
        if "--json" in arguments:
            _print_json(fault.problems)
        else:
            print_problems(fault.problems)
        return TROUBLE if isinstance(fault, Trouble) else 1
    except BrokenPipeError:
        raise
    except OSError as fault:
        say(
            f"the system refused: {fault.strerror or fault}{f' ({fault.filename})' if fault.filename else ''}"
        )
        return TROUBLE
    except Exception as defect:  # whatever it is, the person gets words and a way to report it
        print_defect(defect)
        return DEFECT


def _print_json(problems: Sequence[Problem]) -> None:
    """The document of a command that came to no other."""
    import json

    from knowbrand.problems.report import to_json

    print(json.dumps({"problems": [to_json(problem) for problem in problems]}, ensure_ascii=False))
