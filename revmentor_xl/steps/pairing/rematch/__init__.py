"""New pairs when some have ended, disturbing few others."""
