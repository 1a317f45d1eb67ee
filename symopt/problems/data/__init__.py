"""Data: how they are cut into batches, and the temperatures and timings shipped with symopt."""
