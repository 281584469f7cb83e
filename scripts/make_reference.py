"""Write docs/reference from the program: commands, fields, settings, exit codes.

The table of options that completion reads is written with it. With --check
nothing is written; a file that is out of date is named and the exit code is 1.
"""

from __future__ import annotations

import inspect
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

os.environ["COLUMNS"] = "88"  # help is wrapped for the page, not for this terminal

import typer

from beritacli import errors
from beritacli.checks.table import RULES
from beritacli.cli.main import app
from beritacli.cli.table import COMMANDS, GROUPS, load
from beritacli.config import SETTINGS
from beritacli.domain.article import FIELDS, STATUSES, TRANSITIONS
from beritacli.domain.document import COLUMNS
from beritacli.domain.query import ALIASES, DATE_FIELDS, EQUAL_FIELDS, NUMBER_FIELDS, TEXT_FIELDS
from beritacli.formats import FORMATS
from beritacli.render.schema import schema

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "reference"
OPTIONS = ROOT / "src" / "beritacli" / "cli" / "scripts" / "options.tsv"
NOTICE = "<!-- Made by scripts/make_reference.py from the program: do not edit. -->\n\n"


def commands() -> Iterator[str]:
    """Every command as its --help prints it."""
    root = typer.main.get_command(app)
    context = root.make_context("berita", [], resilient_parsing=True)
    yield f"# Commands\n\n```text\n{root.get_help(context)}\n```\n"
    for group in GROUPS:
        yield f"\n## {group}\n"
        for name, entry in COMMANDS.items():
            if entry.group == group:
                command = load(name)
                inner = command.make_context(name, [], parent=context, resilient_parsing=True)
                yield f"\n### berita {name}\n\n```text\n{command.get_help(inner)}\n```\n"


def records() -> Iterator[str]:
    """The fields of a record, the statuses and how they follow each other."""
    yield "# Records\n\nKeys in JSON, in this order; never missing, `null` where unknown:\n\n"
    yield "".join(f"- `{name}`\n" for name in FIELDS)
    yield "\nColumns in CSV and with `--columns`: the same, but the photo in its parts:\n"
    yield ", ".join(f"`{name}`" for name in COLUMNS if "." in name) + ".\n"
    yield "\n## Status\n\n| action | from | to |\n|---|---|---|\n"
    for action, (sources, target) in TRANSITIONS.items():
        start = ", ".join(name for name in STATUSES if name in sources)
        yield f"| {action} | {start} | {target} |\n"
    yield "| restore | deleted | the status before |\n"


def settings() -> Iterator[str]:
    """Every setting."""
    yield "# Settings\n\nA flag wins over the environment, that over the profile, that over the "
    yield "file, that over the\ndefault.\n"
    yield "The file is TOML: `$BERITA_CONFIG`, else `berita/config.toml` in the user's folder of\n"
    yield "settings. Dots are tables; `queries.NAME` is a saved query, `@NAME` in any query;\n"
    yield "`profiles.NAME` holds settings of another desk, chosen by `--profile NAME`.\n"
    yield "\n| setting | environment | default | what it does |\n|---|---|---|---|\n"
    for one in SETTINGS:
        yield f"| `{one.name}` | `{one.variable}` | `{one.default or ' '}` | {one.help} |\n"


def formats() -> Iterator[str]:
    """Every format, and what it can do."""
    yield "# Formats\n\n| format | suffixes | import | export | what it is |\n"
    yield "|---|---|---|---|---|\n"
    for one in FORMATS.values():
        marks = ["yes" if side else "–" for side in (one.read, one.write)]
        suffixes = " ".join(f"`{suffix}`" for suffix in one.suffixes) or "–"
        yield f"| `{one.name}` | {suffixes} | {marks[0]} | {marks[1]} | {one.description} |\n"


def checks() -> Iterator[str]:
    """Every rule of the checks."""
    yield "# Checks\n\nThe rules of `berita check`, with the levels that they have by default; "
    yield "see [checks.md](../checks.md).\n"
    yield "\n| rule | level | looks at | what is wrong | example | better | `--fix` |\n"
    yield "|---|---|---|---|---|---|---|\n"
    for code, rule in RULES.items():
        fields = ", ".join(f"`{field}`" for field in rule.fields)
        words = [
            rule.about,
            rule.example.replace("  ", "␣␣"),
            rule.better or "–",
            "yes" if rule.fixes else "–",
        ]
        told = " | ".join(word.replace("|", "\\|") for word in words)
        yield f"| `{code}` | {rule.level} | {fields} | {told} |\n"


def exit_codes() -> Iterator[str]:
    """Every exit code, from the classes of errors."""
    yield "# Exit codes\n\n| code | name in JSON | what happened |\n|---|---|---|\n"
    yield "| 0 | – | Done; an empty list included. |\n"
    kinds = [kind for _, kind in inspect.getmembers(errors, inspect.isclass)]
    kinds = [kind for kind in kinds if issubclass(kind, errors.BeritaError)]
    for kind in sorted(kinds, key=lambda kind: (kind.exit_code, kind.code)):
        about = (inspect.getdoc(kind) or "").splitlines()[0]
        about = "Any other failure." if kind is errors.BeritaError else about
        yield f"| {kind.exit_code} | `{kind.code}` | {about} |\n"


def schemas() -> Iterator[str]:
    """What `--json` prints, as JSON Schema."""
    answers = {name: (entry.answer, entry.extras) for name, entry in COMMANDS.items()}
    yield json.dumps(schema(answers), indent=1) + "\n"


def options() -> Iterator[str]:
    """Every option of every command: its name, `value` where the next word belongs to it, help."""
    for name in COMMANDS:
        for option in load(name).params:
            alone = getattr(option, "is_flag", True) or "--json" in option.opts
            for opt in option.opts:
                if opt.startswith("-"):
                    about = option.help or ""
                    yield f"{name}\t{opt}\t{'' if alone else 'value'}\t{about}\n"


def queries() -> Iterator[str]:
    """Every field of a query, by the way in which its value is compared."""
    yield "# Fields of a query\n\n| field | is compared | also called |\n|---|---|---|\n"
    for how, table in COMPARED.items():
        for name in table:
            also = ", ".join(f"`{alias}`" for alias, field in ALIASES.items() if field == name)
            yield f"| `{name}` | {how} | {also or '–'} |\n"


COMPARED = {
    "as a whole, without case and diacritics": EQUAL_FIELDS,
    "by word or phrase": TEXT_FIELDS,
    "as a date or a range of dates": DATE_FIELDS,
    "as a whole number or a range": NUMBER_FIELDS,
}
PAGES = {
    FOLDER / "commands.md": commands,
    FOLDER / "records.md": records,
    FOLDER / "settings.md": settings,
    FOLDER / "formats.md": formats,
    FOLDER / "checks.md": checks,
    FOLDER / "exit-codes.md": exit_codes,
    FOLDER / "query-fields.md": queries,
    FOLDER / "schema.json": schemas,
    OPTIONS: options,
}


def main() -> int:
    """Write the pages, or with --check compare them."""
    check = "--check" in sys.argv[1:]
    stale = []
    for path, page in PAGES.items():
        text = "".join(page())
        text = NOTICE + text if path.suffix == ".md" else text
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(path.relative_to(ROOT))
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"{name} {'is out of date' if check else 'written'}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
