"""Outputs into a folder, atomically: either the old site or the new one stands there, whole."""
