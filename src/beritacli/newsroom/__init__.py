"""The use cases, one function each: the only thing that commands call."""
