"""Choosing the times of the sessions: exact, with a bound."""
