"""What HR reads of a schedule: rows, reasons, findings."""
