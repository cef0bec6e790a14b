"""From a file's sheet to a survey: rows, headers, answers."""
