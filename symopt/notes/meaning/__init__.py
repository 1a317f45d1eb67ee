"""From statements to algorithms, and from an algorithm to the recursion it states."""
