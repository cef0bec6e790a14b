"""The linear program of pairing, and its dual."""
