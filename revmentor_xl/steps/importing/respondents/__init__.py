"""Whose answers these are."""
