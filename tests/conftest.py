"""What holds for all tests."""

from hypothesis import settings

# a busy machine is no fault of the code: what must be fast has tests that count
settings.register_profile("however busy", deadline=None)
settings.load_profile("however busy")
