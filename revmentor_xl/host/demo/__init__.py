"""The demo: an invented company, its survey exports, and six months of HR's work."""
