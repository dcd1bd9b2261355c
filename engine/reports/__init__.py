"""What the records say of a shift, a lot, a product, a model or a period: figures for people, as a report or a file.

``period`` says which time is meant, ``data`` what a report holds, ``parts`` reads the parts in one stream (two numbers
of each are kept, never its row), ``making`` puts everything together, ``table`` writes it as CSV. Pictures and paper
are the window's (``app.reports``).
"""
