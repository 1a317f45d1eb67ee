"""Code from a rule: SymPy's lambdify as the plain reference, and NumPy source to read and run."""

from symopt.codegen.numpy_source import CompiledRule, code, compile, compile_many
from symopt.codegen.reference import lambdify

__all__ = ["CompiledRule", "code", "compile", "compile_many", "lambdify"]
