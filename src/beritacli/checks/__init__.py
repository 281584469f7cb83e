"""What a good desk editor sees before an article goes out: one function for each rule.

`table` lists the rules and costs nothing to read; the modules with the functions
are imported when a rule of theirs is run.
"""
