"""What is derived from a surface's formula: numbers, derivatives, critical points, a window."""
