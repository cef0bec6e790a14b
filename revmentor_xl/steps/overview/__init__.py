"""The Calendar tab to print, and the load of each leader."""
