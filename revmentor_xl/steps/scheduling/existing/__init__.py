"""What of a schedule stays: the past, what HR set by hand, what was missed."""
