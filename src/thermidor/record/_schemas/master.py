"""The master question: was the counter-revolution a fatality, or the result of precise conditions?"""

from __future__ import annotations

from typing import Literal

from .common import Entry, Id, Text


class Condition(Entry):
    """One condition that the book names."""

    text: Text
    pages: tuple[int, ...]


class ConditionGroup(Entry):
    """Conditions of one strength of wording, and the part they play in a model."""

    id: Id
    title: Text
    role: Literal["hazard", "threshold", "switch", "window", "floor"]
    items: tuple[Condition, ...]


class MasterQuestion(Entry):
    """The question, the book's answer and the conditions it rests on; `reading` is ours."""

    question: Text
    answer: Text
    pages: tuple[int, ...]
    groups: tuple[ConditionGroup, ...]
    reading: Text
