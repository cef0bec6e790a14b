"""What a long search needs: a solver, its time, the rule for ties."""
