"""Branches: histories that follow the record up to a date and are free after it."""
