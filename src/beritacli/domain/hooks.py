"""What the newsroom asks of the programs of a desk: the port Hooks and the values it passes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from beritacli.config.settings import HOOKS
from beritacli.domain.article import Article
from beritacli.values import Value

PRE_PUBLISH, POST_PUBLISH, POST_CHANGE = HOOKS
RUNNING = "it is still running"  # what a retry says of a hook that another berita is at


class Event(Value):
    """What a hook is told: who changed which articles when, and the articles as they are then.

    `changes` names for each article its `id`, the `fields` that changed and
    whether it was `created`. `sequence` is that of the transaction, None before
    there is one; `attempt` counts retries.
    """

    hook: str
    time: str
    who: str
    changes: tuple[Mapping[str, Any], ...]
    articles: tuple[Article, ...]
    reason: str = ""
    sequence: int | None = None
    attempt: int = 1


class Failure(Value):
    """A hook that failed after a change, or that was cut off: an event without texts.

    `running` says that the program may still be at it.
    """

    id: str
    hook: str
    sequence: int
    time: str
    who: str
    changes: tuple[Mapping[str, Any], ...]
    attempt: int = 1
    message: str = ""
    running: bool = False


class Hooks(Protocol):
    """The programs of a desk that are asked before a publication and told after a change."""

    def wants(self, hook: str) -> bool:
        """Whether there is a program for this hook."""

    def ask(self, event: Event) -> str | None:
        """What the program objects to, None if nothing."""

    def tell(self, events: Sequence[Event]) -> Sequence[str]:
        """Run the programs of a change that is done; what went wrong, a line each."""

    def failures(self) -> Sequence[Failure]:
        """What failed, or was cut off, and waits for a retry."""

    def retry(self, event: Event, failure: Failure) -> str | None:
        """Run a failed one again; what went wrong, RUNNING if another is at it, else None."""

    def drop(self, failure: Failure) -> None:
        """Give up on a failure."""
