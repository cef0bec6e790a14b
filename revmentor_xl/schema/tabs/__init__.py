"""The tables and columns of the workbook, a file for each stage of a program."""
