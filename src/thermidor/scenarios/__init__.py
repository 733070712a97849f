"""What-ifs as data: named sets of operations on the model, one YAML file each.

Example:
    >>> from thermidor.scenarios import Scenario, catalogue
    >>> print(Scenario.load("no-foreign-intervention-1918").title.en)
    No foreign intervention in 1918
"""

from thermidor.scenarios._errors import BadScenario
from thermidor.scenarios.operation import Operation
from thermidor.scenarios.scenario import Scenario, Title, catalogue, read_shipped
from thermidor.scenarios.settings import with_settings

__all__ = [
    "BadScenario", "Operation", "Scenario", "Title", "catalogue", "read_shipped", "with_settings",
]  # fmt: skip
