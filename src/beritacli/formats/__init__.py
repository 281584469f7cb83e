"""Import and export formats, in one table, and how a file finds its own."""

from __future__ import annotations

from beritacli.formats.entries import Entry, Format, Page, Row, Source
from beritacli.formats.table import FORMATS, format_named, read_stream

__all__ = ["FORMATS", "Entry", "Format", "Page", "Row", "Source", "format_named", "read_stream"]
