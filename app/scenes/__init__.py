"""Every page and state of the window, for pictures: ``make screenshots``. Add a state by adding a scene to a list."""
