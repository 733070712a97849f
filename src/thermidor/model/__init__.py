"""The world of the book: its state, its rules, the order of a month."""

from thermidor.model import names as names  # declares the axes before any system is read
