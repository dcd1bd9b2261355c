"""The Review page: recorded parts, what people say of them, and what follows from it."""
