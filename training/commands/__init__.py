"""What the commands of ``uniad-train`` do, apart from parsing their options."""
