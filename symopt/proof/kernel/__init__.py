"""What the verifier is made of: its own terms, polynomials, signs and rules of inference.

Nothing here imports SymPy or the engine that searches for proofs. A certificate is plain data;
these modules decide whether it proves what it says.
"""
