"""What is wrong with the histories that a model makes: found, counted, and traced to its rule.

Impossible histories, dead conditions, absorbing corners, and constants that kill a country.
"""

from thermidor.experiments.check.finding import Fault, Finding
from thermidor.experiments.check.ledger import Drawn, check_draws
from thermidor.experiments.check.run import Checked, check

__all__ = ["Checked", "Drawn", "Fault", "Finding", "check", "check_draws"]
