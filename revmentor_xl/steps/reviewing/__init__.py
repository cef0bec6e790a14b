"""The review at six months: what changed, in numbers, stories and sentences."""
