"""The station file as a form: made from its schema, checked by it, saved whole."""
