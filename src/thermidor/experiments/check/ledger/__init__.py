"""Histories held against their own ledger: what flows move, what stocks hold, and which bounds had to help."""

from thermidor.experiments.check.ledger.run import Drawn, check_draws

__all__ = ["Drawn", "check_draws"]
