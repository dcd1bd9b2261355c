"""One part and everything known of it: ``find`` it, read its ``dossier``, ``export`` it as one signed file, ``check``
such a file on another computer."""
