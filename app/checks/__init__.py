"""The page Checks: master parts and gauge studies."""
