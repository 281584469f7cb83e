"""Import and export formats, in one table."""
