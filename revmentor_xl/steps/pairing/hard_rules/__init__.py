"""Who can never be a pair: every rule, what it forbids, and who cannot be met together."""
