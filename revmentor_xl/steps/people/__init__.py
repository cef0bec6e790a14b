"""Countries and regions as people type them, and the country of a time zone."""
