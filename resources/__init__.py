"""Icons, style, translations: what the program needs beside its code."""
