"""Every command: its module, its summary and its group. The help and the docs are made from it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from beritacli.values import Value


class Entry(Value):
    """One command: `module.function` under `beritacli.cli`, what it does, where help lists it.

    `extras` are the keys that its JSON has beside those of the record. `answer`
    is what that JSON is: one article, articles, or rows of another kind. `takes`
    is what its arguments are, for completion; where the first of them says what to
    do, it is one of `actions`.
    """

    module: str
    function: str
    group: str
    summary: str
    extras: tuple[str, ...] = ()
    answer: str = "articles"
    takes: str = "target"
    actions: tuple[str, ...] = ()


HELP_OPTIONS = {"help_option_names": ["-h", "--help"]}
GROUPS = ("Core", "Reading", "Workflow", "Safety", "Data", "Desk")

COMMANDS: dict[str, Entry] = {
    "add": Entry("add", "add", "Core", "Make a new article.", answer="article", takes="nothing"),
    "edit": Entry(
        "edit",
        "edit",
        "Core",
        "Change fields, or open an article in your editor.",
        answer="article or articles",
    ),
    "tag": Entry("tag", "tag", "Core", "Add and remove tags.", answer="articles or tags"),
    "publish": Entry("publish", "publish", "Core", "Publish now, at a time, or what is due."),
    "list": Entry("listing", "list_", "Core", "List articles, the newest first.", takes="query"),
    "related": Entry(
        "listing",
        "related",
        "Core",
        "BERITA TERKAIT: what belongs beside an article.",
        ("score", "pinned", "signals", "finding"),
        takes="reference",
    ),
    "popular": Entry(
        "popular",
        "popular",
        "Core",
        "BERITA POPULER: what is read most.",
        ("views_total", "rank", "previous_rank", "score"),
        takes="query",
    ),
    "show": Entry(
        "show",
        "show",
        "Reading",
        "Show an article as its page does.",
        answer="article",
        takes="reference",
    ),
    "search": Entry(
        "listing",
        "search",
        "Reading",
        "Find articles by their words.",
        ("score", "snippet"),
        takes="query",
    ),
    "share": Entry(
        "share",
        "share",
        "Reading",
        "Text to paste, and addresses for chats and e-mail.",
        answer="shares",
        takes="reference",
    ),
    "sections": Entry(
        "sections",
        "sections",
        "Reading",
        "List the sections, each with its newest headline.",
        ("count",),
        answer="sections",
        takes="nothing",
    ),
    "stats": Entry(
        "stats",
        "stats",
        "Reading",
        "Articles and views by section, reporter, tag and month.",
        answer="totals or handover",
        takes="query",
    ),
    "check": Entry(
        "check",
        "check",
        "Workflow",
        "Read articles as a desk editor does, before they go out.",
        answer="findings or rules",
    ),
    "review": Entry("workflow", "review", "Workflow", "Hand articles over for review."),
    "ready": Entry("workflow", "ready", "Workflow", "Mark articles as ready to publish."),
    "schedule": Entry("publish", "schedule", "Workflow", "Have articles published at a time."),
    "unpublish": Entry("workflow", "unpublish", "Workflow", "Take articles back to draft."),
    "archive": Entry("workflow", "archive", "Workflow", "Put published articles into the archive."),
    "delete": Entry("workflow", "delete", "Workflow", "Move articles to the bin."),
    "restore": Entry("workflow", "restore", "Workflow", "Bring articles back from the bin."),
    "hooks": Entry(
        "hooks",
        "hooks",
        "Workflow",
        "Show the desk's hooks, and run again what failed.",
        answer="hooks or failures",
        takes="nothing",
        actions=("list", "failed", "retry", "drop"),
    ),
    "log": Entry(
        "undoing",
        "log",
        "Safety",
        "Who changed what, and when.",
        answer="entries",
        takes="reference",
    ),
    "undo": Entry("undoing", "undo", "Safety", "Take back the last change.", takes="nothing"),
    "redo": Entry("undoing", "redo", "Safety", "Take back the last undo.", takes="nothing"),
    "backup": Entry(
        "backing",
        "backup",
        "Safety",
        "Copy the store; verify and restore copies.",
        answer="backups or articles",
        takes="backups",
        actions=("list", "verify", "restore"),
    ),
    "doctor": Entry(
        "doctoring",
        "doctor",
        "Safety",
        "Explain what is wrong, and repair it.",
        answer="health",
        takes="nothing",
    ),
    "purge": Entry("purging", "purge", "Safety", "Remove articles for good."),
    "import": Entry(
        "importing", "import_", "Data", "Take articles over from files.", takes="files"
    ),
    "export": Entry(
        "exporting", "export", "Data", "Write articles to a file or stdout.", takes="query"
    ),
    "views": Entry(
        "views",
        "views",
        "Data",
        "Count how often articles are read.",
        answer="articles or counts or imports",
        takes="views",
        actions=("add", "set", "show", "import"),
    ),
    "config": Entry(
        "configuring",
        "config",
        "Desk",
        "Show and change the settings.",
        answer="settings",
        takes="setting",
        actions=("show", "get", "set", "unset"),
    ),
    "completion": Entry(
        "completion",
        "completion",
        "Desk",
        "Complete words with the Tab key.",
        answer="scripts",
        takes="shell",
        actions=("install", "show"),
    ),
    "help": Entry(
        "helping",
        "help_",
        "Desk",
        "Print the help of a command.",
        answer="commands",
        takes="command",
    ),
}


def load(name: str) -> Any:
    """The command `name`, built from its module by Typer."""
    import typer  # noqa: PLC0415 - the table itself must stay cheap for docs and completion

    from beritacli.cli.options import flattened  # noqa: PLC0415 - the same

    entry = COMMANDS[name]
    function = getattr(import_module(f"beritacli.cli.{entry.module}"), entry.function)
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command(name, cls=function.command_class, context_settings=HELP_OPTIONS)(
        flattened(function)
    )
    command: Any = typer.main.get_command(app)
    command.examples = function.examples
    return command
