"""The benchmark's driver: starts targets, measures ours and others on them, prints a table."""
