"""The command line: parse, one newsroom call, one render call."""
