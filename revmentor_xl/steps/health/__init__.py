"""Who is asked what, what came back, and how each pair is."""
