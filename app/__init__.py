"""The window. Qt lives here and nowhere else; judging is done behind ``engine.pipeline.client.LineClient``."""
