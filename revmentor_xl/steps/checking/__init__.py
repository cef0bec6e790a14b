"""What no single cell shows: checks across rows and tabs. `steps/checking/check.py` runs them."""
