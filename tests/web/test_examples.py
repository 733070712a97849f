"""The examples of the explorer give what they say."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import thermidor.web

NAMES = [m.name for m in pkgutil.walk_packages(thermidor.web.__path__, "thermidor.web.")]


@pytest.mark.parametrize("name", NAMES)
def test_examples_give_what_they_say(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
