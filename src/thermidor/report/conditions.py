"""What the book makes the counter-revolution depend on, as the record holds it, and its part in the model."""

from __future__ import annotations

from dataclasses import dataclass

from thermidor.record import load

ROLES = {
    "hazard": "sets the hazard: how likely the turn is in any month",
    "threshold": "sets a threshold: what must be complete before a caste or a monolith stands",
    "switch": "a switch that could have stood the other way",
    "window": "a window in which a switch still works",
    "floor": "a floor under the hazard, which no single switch takes away",
}


@dataclass(frozen=True)
class Conditions:
    """Conditions of one strength of wording: their title, their part in the model, each text with its pages."""

    title: str
    role: str
    items: tuple[tuple[str, str], ...]


def conditions() -> list[Conditions]:
    """Return the conditions that the book names, the strongest wording first.

    Example:
        >>> conditions()[0].items[1]
        ('Ravages of war and economic ruin, which set workers and peasants against each other', 'p. 216')
    """
    return [
        Conditions(
            group.title,
            ROLES.get(group.role, group.role),
            tuple((item.text, pages(item.pages)) for item in group.items),
        )
        for group in load().master_question.groups
    ]


def reading() -> str:
    """Return the book's answer with its pages, and how the model reads it, told apart."""
    question = load().master_question
    return f"The book's answer: {question.answer} ({pages(question.pages)}) The model's reading, not a statement of the book: {question.reading}"


def book() -> str:
    """Return the citation of the book."""
    return next(iter(load().sources.values())).citation


def pages(numbers: tuple[int, ...]) -> str:
    """Return page numbers that no line break parts from their sign.

    Example:
        >>> pages((7, 369))
        'p. 7, 369'
    """
    return "p.\u00a0" + ", ".join(map(str, numbers))
