"""The ``.uniad`` bundle: one verified file that holds a model and everything a station must know of it."""

from engine.bundle.archive import Bundle, read_bundle, sign_bundle
from engine.bundle.manifest import Manifest, ProductEntry

__all__ = ["Bundle", "Manifest", "ProductEntry", "read_bundle", "sign_bundle"]
