"""Teaching a product: what window and command line share about it. No Qt, no torch."""
