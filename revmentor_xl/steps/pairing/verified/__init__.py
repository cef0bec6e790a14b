"""The second opinion: every plan is checked again by code that knows only the rules."""
