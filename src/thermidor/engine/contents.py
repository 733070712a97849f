"""What functions and values consist of, as text that stays the same unless what they do may change.

A comment, a docstring, a line that moves or another name for a local variable changes nothing here;
a number in a formula does, and so does a function that is put in place of another while Python runs.
"""

from __future__ import annotations

import functools
import hashlib
import importlib
import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from types import CodeType, FunctionType, MethodType, ModuleType
from typing import Any

import jax
import numpy as np

from thermidor.engine.declare import (
    Choice,
    Constraint,
    Flow,
    Output,
    Outside,
    Parameter,
    Rule,
    Variable,
)

DECLARED = (Rule, Output, Flow, Choice, Parameter, Variable, Outside, Constraint)
PLAIN = (bool, int, float, complex, str, bytes, type(None), type(...))

CHECKERS = ("jaxtyping", "beartype", "typeguard")
"""Libraries that wrap a function to check what it is given, as the tests do; it computes the same."""

KINDS = (
    inspect.CO_VARARGS
    | inspect.CO_VARKEYWORDS
    | inspect.CO_GENERATOR
    | inspect.CO_COROUTINE
    | inspect.CO_ASYNC_GENERATOR
)
"""Flags of code that say how it is called."""

HAS_DOCSTRING = 0x4000000
"""Flag of code that begins its constants with a docstring, from Python 3.13 on."""


def digest(*texts: str) -> str:
    """Sixteen hexadecimal digits that stand for some texts."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]


class Contents:
    """Functions, values and what they refer to, each described once.

    Args:
        followed: whether what a function of this module refers to counts as well; what belongs to other
            modules is named only.

    Attributes:
        found: text of each function, class and step of a module that was met, by name.
    """

    def __init__(self, followed: Callable[[str], bool]):
        self.followed = followed
        self.found: dict[str, str] = {}
        self._under_way: set[int] = set()

    def of(self, x: Any) -> str:
        """The text of anything; what it refers to is found on the way."""
        if isinstance(x, PLAIN):
            return repr(x)
        if id(x) in self._under_way:
            return "itself"
        self._under_way.add(id(x))
        try:
            return self._of(x)
        finally:
            self._under_way.discard(id(x))

    def function(self, f: FunctionType) -> str:
        """What a function does: its code, its defaults, what it encloses and what it refers to."""
        f = _unchecked(f)
        parts = [_code(f.__code__), self.of(f.__defaults__), self.of(f.__kwdefaults__)]
        parts += [self.of(_inside(cell)) for cell in f.__closure__ or ()]
        if self.followed(f.__module__ or ""):
            parts += [f"{name}={text}" for name, text in self._references(f)]
        return digest(*parts)

    def members(self, cls: type) -> str:
        """What a class does: its functions, its plain attributes and its bases."""
        texts = [self.of(base) for base in cls.__bases__]
        for name, x in sorted(vars(cls).items()):
            x = getattr(x, "fget", None) or getattr(x, "__func__", x)
            if isinstance(x, FunctionType):
                written_out = _unchecked(x).__code__.co_filename == "<string>"
                if not written_out:  # else it was made from what follows
                    texts.append(f"{name}={self.function(x)}")
            elif not name.startswith("_"):
                texts.append(f"{name}={self.of(x)}")
        return digest(*texts)

    # -- kinds of things -----------------------------------------------------------------------

    def _of(self, x: Any) -> str:
        if isinstance(x, FunctionType):
            return self._named(x, self.function)
        if isinstance(x, type):
            return self._named(x, self.members)
        if isinstance(x, DECLARED):
            return self._declared(x)
        if isinstance(x, np.ndarray | np.generic | jax.Array):
            array = np.asarray(x)
            return f"{array.dtype}{array.shape} {hashlib.sha256(array.tobytes()).hexdigest()}"
        if isinstance(x, Mapping):
            return f"{{{', '.join(f'{self.of(k)}: {self.of(v)}' for k, v in x.items())}}}"
        if isinstance(x, tuple | list):
            return f"({', '.join(map(self.of, x))})"
        if isinstance(x, set | frozenset):
            return f"{{{', '.join(sorted(map(self.of, x)))}}}"
        if isinstance(x, ModuleType):
            return self._module(x)
        if isinstance(x, MethodType):
            return f"{self.of(x.__func__)} of {self.of(x.__self__)}"
        if isinstance(x, functools.partial):
            return f"{self.of(x.func)} with {self.of(x.args)} {self.of(x.keywords)}"
        return self._thing(x)

    def _named(self, x: Any, describe: Callable[[Any], str]) -> str:
        """The name of what can be found under its own name, and the text of what cannot."""
        module, name = x.__module__ or "", x.__qualname__
        if getattr(sys.modules.get(module), name, None) is not x:
            return describe(x)
        if self.followed(module):
            self._find(f"{module}.{name}", x, describe)
        return f"{module}.{name}"

    def _find(self, name: str, x: Any, describe: Callable[[Any], str]) -> None:
        if name not in self.found:
            self.found[name] = ""  # so that what refers to itself comes to an end
            self.found[name] = describe(x)

    def _declared(self, x: Any) -> str:
        """A declaration by its name; its formula, if it has one, is found."""
        kind = "output" if isinstance(x, Output) else type(x).__name__.lower()
        name = getattr(x, "name", "") or getattr(x, "path", "")
        if isinstance(x, Rule | Output | Constraint):
            self._find(f"{kind} {name}", x.function, self.of_formula)
        return f"{kind} {name}"

    def of_formula(self, f: Any) -> str:
        """The text of a function that belongs to a declaration and has no name of its own."""
        return self.function(f) if isinstance(f, FunctionType) else self.of(f)

    def _module(self, module: ModuleType) -> str:
        step = vars(module).get("step")
        if isinstance(step, FunctionType) and self.followed(step.__module__):
            self._find(f"step {module.__name__}", step, self.function)
        return f"module {module.__name__}"

    def _thing(self, x: Any) -> str:
        cls = type(x)
        wrapped = getattr(x, "__wrapped__", None)
        if wrapped is not None:  # compiled or remembered
            return f"{cls.__name__} of {self.of(wrapped)}"
        if is_dataclass(x):
            inside = {f.name: getattr(x, f.name, None) for f in fields(x)}
        elif self.followed(cls.__module__):
            inside = getattr(x, "__dict__", {})
        else:
            return getattr(x, "__qualname__", cls.__qualname__)
        return f"{self.of(cls)} {self.of(inside)}"

    # -- what functions refer to ---------------------------------------------------------------

    def _references(self, f: FunctionType) -> Iterator[tuple[str, str]]:
        """Everything outside a function that its code names, with its text."""
        names = _names(f.__code__)
        for name in names:
            if name in f.__globals__:
                x = f.__globals__[name]
            elif "." in name and self.followed(name):
                x = importlib.import_module(name)
            else:
                continue
            yield name, self.of(x)
            if isinstance(x, ModuleType) and self.followed(x.__name__):
                own = vars(x)
                yield from ((f"{name}.{n}", self.of(own[n])) for n in names if n in own)


def _unchecked(f: FunctionType) -> FunctionType:
    """A function without what checks its arguments."""
    while any(checker in f.__code__.co_filename for checker in CHECKERS):
        inner = getattr(f, "__wrapped__", None)
        if not isinstance(inner, FunctionType):
            break
        f = inner
    return f


def _inside(cell: Any) -> Any:
    try:
        return cell.cell_contents
    except ValueError:  # not filled yet
        return None


@functools.cache
def _names(code: CodeType) -> tuple[str, ...]:
    """The names that code and the functions within it use."""
    inner = (n for c in code.co_consts if isinstance(c, CodeType) for n in _names(c))
    return tuple(dict.fromkeys((*code.co_names, *inner)))


@functools.cache
def _code(code: CodeType) -> str:
    """The instructions of code with their constants, without docstrings and places in the file."""
    taken = code.co_argcount + code.co_kwonlyargcount
    return digest(
        code.co_code.hex(),
        code.co_exceptiontable.hex(),
        str(code.co_flags & KINDS),
        repr(code.co_varnames[:taken]),
        repr(code.co_names),
        *map(_constant, _without_docstring(code)),
    )


def _without_docstring(code: CodeType) -> tuple[Any, ...]:
    is_function = code.co_flags & inspect.CO_OPTIMIZED and not code.co_name.startswith("<")
    first_is_its_own = is_function and sys.version_info < (3, 13)
    if code.co_flags & HAS_DOCSTRING or (first_is_its_own and code.co_consts):
        return (None, *code.co_consts[1:])
    return code.co_consts


def _constant(x: Any) -> str:
    if isinstance(x, CodeType):
        return _code(x)
    if isinstance(x, tuple):
        return f"({', '.join(map(_constant, x))})"
    if isinstance(x, frozenset):
        return f"{{{', '.join(sorted(map(_constant, x)))}}}"
    return repr(x)
