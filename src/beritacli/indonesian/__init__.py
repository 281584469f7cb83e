"""The Indonesian language as a newsroom writes it. Pure functions, no input or output."""
