"""Data: how they are cut into batches, and the temperatures shipped with symopt."""
