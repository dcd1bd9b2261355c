"""Teaching a product in the window, step by step. It never trains itself: it starts and follows a process."""
