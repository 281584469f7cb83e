"""Every error that berita reports: data in; message, hint and exit code out.

An error is raised where the rule stands and caught once, in `cli.main`. The
exit codes are a promise to scripts.
"""

from __future__ import annotations

from collections.abc import Sequence


class BeritaError(Exception):
    """Base of all errors that a user, a file or the machine can cause.

    `message` says what is wrong, with the value and the place; `hint` is one
    command or step that helps, or empty. `code` names the kind in JSON output.
    """

    code = "failure"
    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(BeritaError):
    """A bad flag, query, date or target on the command line."""

    code = "usage"
    exit_code = 2


class ValidationError(BeritaError):
    """A record or an input that breaks a rule of the newsroom."""

    code = "invalid"
    exit_code = 3


class VetoError(ValidationError):
    """A publication that a hook of the desk holds back."""

    code = "vetoed"


class NotFoundError(BeritaError):
    """A reference that no record answers to."""

    code = "not_found"
    exit_code = 4


class AmbiguousError(NotFoundError):
    """A reference that several records answer to; the message lists them."""

    code = "ambiguous"

    def __init__(self, ref: str, candidates: Sequence[str]) -> None:
        shown = ", ".join(candidates[:5])
        more = f" and {len(candidates) - 5} more" if len(candidates) > 5 else ""
        super().__init__(
            f"'{ref}' fits {len(candidates)} articles: {shown}{more}",
            "give the id, or more of the slug",
        )
        self.candidates = tuple(candidates)


class ConflictError(BeritaError):
    """A slug or source that is taken, a record that changed meanwhile, a lock timeout."""

    code = "conflict"
    exit_code = 5


class DamagedError(BeritaError):
    """A store or log that cannot be trusted; its bytes stay as they are."""

    code = "damaged"
    exit_code = 6


class NeedsTerminalError(BeritaError):
    """A question that only a person or a flag such as --yes can answer."""

    code = "needs_terminal"
    exit_code = 7


class WriteFailedError(BeritaError):
    """The disk is full, the folder is read-only, or the device failed."""

    code = "write_failed"
    exit_code = 74


class InterruptedByUserError(BeritaError):
    """Ctrl-C; `hint` says where the typed text was kept, if any was."""

    code = "interrupted"
    exit_code = 130
