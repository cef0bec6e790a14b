"""What no single cell shows: checks across rows and tabs. `steps/checking.py` runs them."""
