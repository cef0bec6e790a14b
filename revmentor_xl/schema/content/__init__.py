"""What a new program file offers: skills, topics, questions, defaults."""
