"""A workbook as a file: a package of XML parts, of which only what must change is written."""
