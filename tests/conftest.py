"""What holds for all tests."""

from hypothesis import Phase, settings

# a busy machine is no fault of the code: what must be fast has tests that count
settings.register_profile("however busy", deadline=None)
settings.load_profile("however busy")

# a mutant is seen or not; nobody reads the smallest case that shows it
settings.register_profile(
    "mutants",
    deadline=None,
    max_examples=20,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
)
