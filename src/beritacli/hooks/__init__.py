"""Programs of the desk that are asked before a publication and told after it."""
