"""The frame around the pages: top bar, navigation, alarm strip."""
