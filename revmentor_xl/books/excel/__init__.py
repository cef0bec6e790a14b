"""A workbook that is open in Excel: what it is asked, what it is told and what it answers."""
