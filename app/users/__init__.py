"""Who is at the station: named users with PINs, the session, the panel to sign in."""
