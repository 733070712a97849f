"""The book's expectations of single rules, as data that a historian can write and a program can run."""

from thermidor.cases.base import BASES as BASES
from thermidor.cases.base import Base as Base
from thermidor.cases.case import BadCase as BadCase
from thermidor.cases.case import Case as Case
from thermidor.cases.files import cases_of as cases_of
from thermidor.cases.files import read_cases as read_cases
from thermidor.cases.files import shipped_cases as shipped_cases
