"""The program file that comes with the package, and its macros."""
