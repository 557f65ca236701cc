"""What scripts/pyflame must do."""
