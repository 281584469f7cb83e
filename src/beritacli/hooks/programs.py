"""The hooks of a desk as programs that its settings name: a `domain.hooks.Hooks`."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from beritacli.domain.document import to_document
from beritacli.domain.hooks import RUNNING, Event, Failure
from beritacli.domain.jsontext import dumps
from beritacli.hooks.journal import Journal
from beritacli.hooks.process import run
from beritacli.values import replace

SCHEMA = 1  # of the event
MOST = 1000  # articles that an event carries whole
INSIDE = "BERITA_HOOK"  # set for a hook: a berita that it calls runs none
_INTERRUPTED = "interrupted"


class Programs:
    """Hooks that run `commands`, by the hook's name, for the store at `store`, a real path.

    `limit` is in seconds; `environment` is added to that of this process.

    A hook may call berita, which then runs no hooks of its own: otherwise a
    change made by `post_change` would never end.
    """

    def __init__(
        self,
        store: Path,
        commands: Mapping[str, str],
        limit: float,
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._store = store
        self._commands = {} if os.environ.get(INSIDE) else commands
        self._limit = limit
        self._environment = environment
        name = store.name.removesuffix(".json")
        self._journal = Journal(store.with_name(f"{name}.hooks.jsonl"), store)

    def wants(self, hook: str) -> bool:
        """Whether the desk has a program for this hook."""
        return bool(self._commands.get(hook))

    def ask(self, event: Event) -> str | None:
        """Run the hook before a change; what it objects to, None if nothing."""
        return self._run(event)

    def tell(self, events: Sequence[Event]) -> list[str]:
        """Run hooks after a change; what went wrong, a line each. Failures are kept for a retry.

        Ctrl-C ends the hooks and not the command: its change is on disk, and an
        exit code other than 0 would say that nothing was changed.
        """
        due = [(event, _entry(event)) for event in events if self.wants(event.hook)]
        if not due:
            return []
        said = self._keep(lambda: self._journal.begin([entry for _, entry in due]))
        stopped = False
        for event, entry in due:
            wrong: str | None = _INTERRUPTED
            try:
                if stopped:
                    self._end(entry, _INTERRUPTED)
                else:
                    wrong = self._told(event, entry)
            except KeyboardInterrupt:
                stopped = True
            if wrong is not None:
                said.append(f"hooks.{event.hook} failed: {wrong}; berita hooks retry runs it again")
        return said

    def failures(self) -> list[Failure]:
        """What failed, or was cut off, and waits for a retry."""
        return self._journal.open_entries()

    def retry(self, event: Event, failure: Failure) -> str | None:
        """Run a hook once more; what went wrong, None if nothing."""
        entry = replace(failure, attempt=failure.attempt + 1)
        state = self._journal.claim(entry)
        if state != "failed":
            return None if state == "done" else RUNNING
        return self._told(replace(event, attempt=entry.attempt), entry)

    def drop(self, failure: Failure) -> None:
        """Give up on a failure."""
        self._journal.end(failure.id, None)

    def _told(self, event: Event, entry: Failure) -> str | None:
        try:
            wrong = self._run(event)
        except BaseException:
            self._end(entry, _INTERRUPTED)
            raise
        self._end(entry, wrong)
        return wrong

    def _end(self, entry: Failure, wrong: str | None) -> None:
        self._keep(lambda: self._journal.end(entry.id, wrong))

    def _keep(self, write: Callable[[], None]) -> list[str]:
        """Write to the journal; a disk that is full is no reason not to run the hooks."""
        try:
            write()
        except OSError as error:
            return [f"could not keep a record of the hooks: {error.strerror}"]
        return []

    def _run(self, event: Event) -> str | None:
        ids = [str(article.id) for article in event.articles[:MOST]]
        environment = {
            **self._environment,
            INSIDE: event.hook,
            "BERITA_DB": str(self._store),
            "BERITA_IDS": " ".join(ids),
            "BERITA_SEQUENCE": str(event.sequence or ""),
            "BERITA_NO_INPUT": "1",
        }
        text = f"{dumps(self._document(event))}\n"
        return run(self._commands[event.hook], text, self._store.parent, environment, self._limit)

    def _document(self, event: Event) -> dict[str, Any]:
        return {
            "schema": SCHEMA,
            "event": event.hook,
            "time": event.time,
            "who": event.who,
            "reason": event.reason,
            "store": str(self._store),
            "sequence": event.sequence,
            "attempt": event.attempt,
            "changes": [dict(change) for change in event.changes],
            "articles": [to_document(article) for article in event.articles[:MOST]],
        }


def _entry(event: Event) -> Failure:
    """What the journal keeps of an event: names and numbers, no text."""
    return Failure(
        id=f"{event.sequence}-{event.hook}",
        hook=event.hook,
        sequence=event.sequence or 0,
        time=event.time,
        who=event.who,
        changes=event.changes,
        attempt=event.attempt,
    )
