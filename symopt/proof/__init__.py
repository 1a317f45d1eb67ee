"""Derivations that a machine has checked."""
