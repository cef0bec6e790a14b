"""Why these two, why not others, and what other pairs would cost."""
