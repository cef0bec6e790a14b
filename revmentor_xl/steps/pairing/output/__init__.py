"""What HR sees of a plan."""
