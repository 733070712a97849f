"""Marks texts for the catalogue: whoever refuses or names something says so in English, and it is translated where it is shown."""


def N_(message: str) -> str:
    """Return a message unchanged: marks for the catalogue a text that is translated where it is shown."""
    return message


__all__ = ["N_"]
