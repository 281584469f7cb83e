"""The program: parse, call, and turn every error into its message and exit code."""

from __future__ import annotations

from errno import EMFILE, ENFILE
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException

from beritacli.cli.command import LazyGroup
from beritacli.cli.options import CommonFlags, flattened
from beritacli.cli.streams import (
    erase_status,
    hold_talk,
    write_note,
    write_out,
    write_waiting,
)
from beritacli.cli.table import COMMANDS, HELP_OPTIONS
from beritacli.errors import (
    BeritaError,
    DamagedError,
    InterruptedByUserError,
    UsageError,
    ValidationError,
    WriteFailedError,
)

_LIMITED = "ulimit -n shows how many files may be open"

app = typer.Typer(
    cls=LazyGroup,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=HELP_OPTIONS,
)


@app.callback(invoke_without_command=True)
@flattened
def root(
    ctx: typer.Context,
    common: CommonFlags,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """The record desk of a newsroom, in a terminal.

    Articles live in a TinyDB JSON file that people can read, edit and commit
    to git.
    """
    if version:
        from beritacli import __version__  # noqa: PLC0415 - reading it costs nothing to others

        write_out(f"berita {__version__}\n")
        raise typer.Exit
    ctx.obj = common
    if ctx.invoked_subcommand is None:
        write_out(ctx.get_help() + "\n")


def main(arguments: list[str]) -> int:
    """Run the program with `arguments`; the exit code."""
    hold_talk(until_the_end=_asks_json(arguments))
    try:
        result: Any = typer.main.get_command(app).main(
            arguments, prog_name="berita", standalone_mode=False
        )
        if result == InterruptedByUserError.exit_code:
            raise InterruptedByUserError("interrupted")
    except BeritaError as error:
        return _report(error, arguments)
    except TyperException as error:
        return _report(_usage_error(error, arguments), arguments)
    except typer.Abort:
        return _report(InterruptedByUserError("interrupted"), arguments)
    except KeyboardInterrupt:
        return _report(InterruptedByUserError("interrupted"), arguments)
    except OSError as error:
        return _report(_system_error(error), arguments)
    except RecursionError:
        return _report(BeritaError("the input is nested too deeply"), arguments)
    except MemoryError:
        wrong = BeritaError("there is not enough memory", "ulimit -v shows whether it is limited")
        return _report(wrong, arguments)
    finally:
        erase_status()
    write_waiting()
    return result if isinstance(result, int) else 0


def _report(error: BeritaError, arguments: list[str]) -> int:
    from beritacli.render.json import error_json  # noqa: PLC0415 - only for errors
    from beritacli.render.visible import visible  # noqa: PLC0415 - only for errors

    hint = error.hint or _remedy(error, arguments)
    if _asks_json(arguments):
        write_waiting(told=False)
        write_note(error_json(error.code, error.exit_code, error.message, hint))
    else:
        write_note(f"Error: {visible(error.message)}")
        if hint:
            write_note(f"Hint: {visible(hint)}")
    return error.exit_code


def _asks_json(arguments: list[str]) -> bool:
    """Whether a command line asks for JSON: its error is then one object, alone on stderr.

    The --format of import is that of its files, not of what is printed.
    """
    line = f" {' '.join(arguments)} "
    flags = [" --json ", " --json="]
    if _verb(arguments) != "berita import":
        flags += [" --format json ", " --format=json "]
    return any(flag in line for flag in flags)


def _remedy(error: BeritaError, arguments: list[str]) -> str:
    """What can be run after an error that says nothing of it itself."""
    if isinstance(error, InterruptedByUserError):
        return ""
    if isinstance(error, DamagedError):
        return "berita doctor explains what is wrong"
    if isinstance(error, WriteFailedError):
        return "check the path, who may write there, and what room there is: df -h"
    verb = _verb(arguments)
    if isinstance(error, ValidationError) and verb == "berita import":
        return "put it right there, then: berita import FILE --dry-run"
    return f"{verb} --help shows what it takes"


def _verb(arguments: list[str]) -> str:
    return next((f"berita {word}" for word in arguments if word in COMMANDS), "berita")


def _usage_error(error: TyperException, arguments: list[str]) -> UsageError:
    message = error.format_message().rstrip(".").replace("a valid int range", "a whole number")
    message = message[:1].lower() + message[1:]
    context = getattr(error, "ctx", None)
    near = getattr(error, "possibilities", None)
    if near:
        return UsageError(message.split(" (Possible")[0], f"did you mean {near[0]}?")
    command = context.command_path if context else _verb(arguments)
    return UsageError(message, f"{command} --help shows what it takes")


def _system_error(error: OSError) -> BeritaError:
    if isinstance(error, FileNotFoundError) and error.filename is None:  # of os.getcwd
        return BeritaError("the current folder is gone", "cd to one that is there")
    where = f"{error.filename}: " if error.filename else ""
    message = f"{where}{error.strerror or error}"
    if isinstance(error, PermissionError | FileNotFoundError | IsADirectoryError):
        return BeritaError(message, "check the path and its permissions")
    return WriteFailedError(message, _LIMITED if error.errno in (EMFILE, ENFILE) else "")
