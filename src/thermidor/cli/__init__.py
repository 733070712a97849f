"""The command line: one file a group of commands, nothing heavy imported before it is needed."""

from thermidor.cli.app import app, main

__all__ = ["app", "main"]
