"""The end-to-end driver: runs targets, reads them with the tool, compares."""
