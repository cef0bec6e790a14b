"""What may be shown to people outside HR: small groups hidden, secrets found."""
