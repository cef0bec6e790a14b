"""Who is free when."""
