"""What was done, and how to take it back."""
