"""Mutants of the rules as people write them, and whether they are still a rule: by a refit."""
