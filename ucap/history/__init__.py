"""Every change of every tracked record: log, chain, compare."""
