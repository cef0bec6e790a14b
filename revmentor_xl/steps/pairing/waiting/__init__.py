"""Who has no partner, why, what would help, and whom they would fit later."""
