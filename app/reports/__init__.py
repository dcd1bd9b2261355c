"""Reports on paper: ``paper`` lays out pages, ``plots`` draws, ``report_paper`` says what stands on them, ``making``
writes files, ``schedule`` writes them by itself, ``page`` is the page of the window."""
