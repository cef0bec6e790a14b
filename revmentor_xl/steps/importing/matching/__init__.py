"""Which question of a survey belongs to which column."""
