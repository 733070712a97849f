"""How the command line fails: one line on standard error, an exit code, never a traceback for bad input."""

from __future__ import annotations

import os
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from thermidor.errors import is_bad_input

ClickException: Any = typer.BadParameter.__mro__[2]
"""What all errors of usage are; Typer gives it no public name."""

FAILED, BAD_INPUT, INTERRUPTED = 1, 2, 130


class BadOption(ValueError):
    """An option that cannot be met; its text says what would be right."""


def say(text: str) -> None:
    """Print one line to standard error, under the name of the program."""
    line = " ".join(text.split())
    print(
        f"thermidor: {line}".encode(errors="backslashreplace").decode(), file=sys.stderr, flush=True
    )


class Commands(TyperGroup):
    """The commands, with the project's way of failing."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; an interrupt ends it with its own exit code."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            say("interrupted")
            raise typer.Exit(INTERRUPTED) from None

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Run the command line; bad input gives one line on standard error and exit code 2."""
        try:
            code = super().main(*args, standalone_mode=False, **extra)
            code = code if isinstance(code, int) else 0
        except ClickException as error:
            code = _usage(error)
        except typer.Abort:
            say("interrupted")
            code = INTERRUPTED
        except MemoryError:
            say("not enough memory for so many histories: ask for fewer")
            code = BAD_INPUT
        except BrokenPipeError:
            # whoever read has had enough; nothing is left to be flushed when Python ends
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = FAILED
        except OSError as error:
            what = f"'{error.filename}': " if error.filename else ""
            say(f"{what}{error.strerror or error}")
            code = FAILED
        except (ValueError, LookupError) as error:
            if not is_bad_input(error):
                raise
            say(str(error))
            code = BAD_INPUT
        if standalone_mode:
            sys.exit(code)
        return code


def _usage(error: Any) -> int:
    if type(error).__name__ == "NoArgsIsHelpError":
        print(error.ctx.get_help())
        return 0
    ctx = getattr(error, "ctx", None)
    text = error.format_message().rstrip(".")
    say(f"{text}; `{ctx.command_path} --help` says more" if ctx else text)
    return BAD_INPUT
