"""The domain: images, bundles, the ONNX runtime, scoring, limits, verdicts. No Qt; torch only in ``engine.model``."""
