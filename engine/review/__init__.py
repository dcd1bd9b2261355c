"""What people do with recorded parts: look, say what they are, learn from it. No Qt; records are only read here."""
