"""Files of the original UniAD code: data lists, YAML configurations, checkpoints."""
