"""Imported by the target `deadlocked`: does not end while it is being imported."""
import __main__

__main__.imported()
