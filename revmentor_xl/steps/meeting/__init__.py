"""What a session is: its topic, its agenda, what each side teaches."""
