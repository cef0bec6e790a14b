"""The schedule: every pair's sessions, kick-offs and the common events, on real dates."""
