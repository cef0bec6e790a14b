"""The parts of a workbook package as XML."""
