"""Mutants of the claims, and an evaluator of statements that shares nothing with the prover."""
