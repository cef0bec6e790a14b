"""What is fine on this computer, what is not, and the remedy."""
