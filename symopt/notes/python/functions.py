"""What functions of NumPy, PyTorch, TensorFlow, JAX and plain Python are in mathematics.

A table says how each is written with operators; `symopt.steps` reads the result.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence


def words(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


# What libraries of arrays are imported as; the imports of a listing are added to them.
MODULES = words(
    """
    np numpy torch tf tensorflow math cmath K keras jnp jax lax nd mx F cp cupy nn ops T tt
    tensor paddle xp backend scipy mindspore ms theano aesara anp onp autograd tensorlayer
    tl Math
    """
)

# The value is the first argument's: conversions and copies.
SAME = words(
    """
    float float16 float32 float64 double half asarray array as_tensor tensor Tensor Variable
    copy deepcopy clone detach item numpy cast convert_to_tensor to cpu cuda constant
    identity stop_gradient list tuple type astype as_strided contiguous requires_grad_
    Parameter ensure_tensor device_put asnumpy tolist ascontiguousarray
    shared variable conj read_value tree_flatten get_value _get_value _to_scalar cast_to_floatx
    unsqueeze expand_as view_as
    """
)
# Of these, the ones that give a value of its own; the others may be the same storage.
COPIES = words("copy deepcopy clone array tensor astype item tolist")
FILLED = {
    "zeros": 0,
    "zeros_like": 0,
    "new_zeros": 0,
    "tree_zeros_like": 0,
    "ones": 1,
    "ones_like": 1,
    "new_ones": 1,
}
# What a number of samples is called.
SIZES = words(
    """
    m n N M B nb num n_samples num_samples batch_size batchsize bs n_train m_train n_obs size
    """
)
# Their value is no elementwise expression.
PRODUCTS = words("dot matmul mm mv")
MATRIX = words(
    """
    dot matmul mm mv bmm einsum outer inner inv pinv solve norm det trace transpose cross
    tensordot vdot conv2d
    """
)

# Other names of the vocabulary.
UNARY = {
    "sqrt": "sqrt",
    "sqrtf": "sqrt",
    "abs": "abs",
    "absolute": "abs",
    "fabs": "abs",
    "sign": "sign",
    "sgn": "sign",
    "exp": "exp",
    "log": "log",
    "sin": "sin",
    "cos": "cos",
    "tanh": "tanh",
    "floor": "floor",
}
BINARY = {"maximum": "maximum", "fmax": "maximum", "max": "maximum"} | dict.fromkeys(
    ("minimum", "fmin", "min"), "minimum"
)
Arguments = Sequence[ast.expr]
Keywords = Mapping[str, ast.expr]
Writer = Callable[[Arguments, Keywords], ast.expr | None]


def binary(left: ast.expr, operator: ast.operator, right: ast.expr) -> ast.expr:
    """Return the syntax of an operation."""
    return ast.BinOp(left=left, op=operator, right=right)


def number(value: int) -> ast.expr:
    """Return the syntax of a number."""
    return ast.Constant(value=value)


class Word(ast.Name):
    """The name of a function of symopt's own vocabulary, whatever the listing calls so."""


def call(name: str, *arguments: ast.expr) -> ast.expr:
    """Return the syntax of a call of the vocabulary."""
    return ast.Call(func=Word(id=name, ctx=ast.Load()), args=list(arguments), keywords=[])


def _operation(operator: Callable[[], ast.operator]) -> Writer:
    def write(arguments: Arguments, keywords: Keywords) -> ast.expr | None:
        alpha = keywords.get("alpha")
        match arguments:
            case [left, right]:
                pass
            case [left, alpha, right]:  # the old order of PyTorch: x.add(alpha, y)
                pass
            case _:
                return None
        if alpha is not None:
            right = binary(alpha, ast.Mult(), right)
        return binary(left, operator(), right)

    return write


def _multiply_add(operator: Callable[[], ast.operator]) -> Writer:
    def write(arguments: Arguments, keywords: Keywords) -> ast.expr | None:
        value = keywords.get("value")
        match arguments:
            case [base, first, second]:
                pass
            case [base, value, first, second]:  # the old order: x.addcmul(value, a, b)
                pass
            case _:
                return None
        factor = first if value is None else binary(value, ast.Mult(), first)
        return binary(base, ast.Add(), binary(factor, operator(), second))

    return write


def _lerp(arguments: Arguments, keywords: Keywords) -> ast.expr | None:
    match [*arguments, *keywords.values()]:
        case [base, end, weight]:
            step = binary(end, ast.Sub(), base)
            return binary(base, ast.Add(), binary(weight, ast.Mult(), step))
        case _:
            return None


def _clip(arguments: Arguments, keywords: Keywords) -> ast.expr | None:
    value, *bounds = arguments
    named = ("min", "a_min", "clip_value_min"), ("max", "a_max", "clip_value_max")
    lower, upper = (
        next((keywords[name] for name in names if name in keywords), None) for names in named
    )
    lower = bounds[0] if bounds else lower
    upper = bounds[1] if len(bounds) > 1 else upper
    if lower is not None and not _is_none(lower):
        value = call("maximum", value, lower)
    if upper is not None and not _is_none(upper):
        value = call("minimum", value, upper)
    return value


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _of_one(make: Callable[[ast.expr], ast.expr]) -> Writer:
    return lambda arguments, _: make(arguments[0]) if len(arguments) == 1 else None


def _last(arguments: Arguments, _: Keywords) -> ast.expr | None:
    return arguments[-1] if len(arguments) == 2 else None


def _full(arguments: Arguments, keywords: Keywords) -> ast.expr | None:
    given = keywords.get("fill_value") or keywords.get("value")
    return given or (arguments[-1] if len(arguments) == 2 else None)


def _division() -> ast.operator:
    return ast.Div()


_ADD, _SUBTRACT = _operation(ast.Add), _operation(ast.Sub)
WRITERS: dict[str, Writer] = {
    "add": _ADD,
    "sub": _SUBTRACT,
    "subtract": _SUBTRACT,
    "mul": _operation(ast.Mult),
    "multiply": _operation(ast.Mult),
    "div": _operation(_division),
    "divide": _operation(_division),
    "truediv": _operation(_division),
    "true_divide": _operation(_division),
    "pow": _operation(ast.Pow),
    "powf": _operation(ast.Pow),
    "powi": _operation(ast.Pow),
    "power": _operation(ast.Pow),
    "float_power": _operation(ast.Pow),
    "addcmul": _multiply_add(ast.Mult),
    "addcdiv": _multiply_add(_division),
    "lerp": _lerp,
    "square": _of_one(lambda x: binary(x, ast.Pow(), number(2))),
    "neg": _of_one(lambda x: ast.UnaryOp(op=ast.USub(), operand=x)),
    "negative": _of_one(lambda x: ast.UnaryOp(op=ast.USub(), operand=x)),
    "reciprocal": _of_one(lambda x: binary(number(1), ast.Div(), x)),
    "rsqrt": _of_one(lambda x: binary(number(1), ast.Div(), call("sqrt", x))),
    "clip": _clip,
    "clamp": _clip,
    "clamp_min": _clip,
    "clip_by_value": _clip,
    "full": _full,
    "full_like": _full,
    "copy_": _last,
    "fill_": _last,
    "zero_": _of_one(lambda _: number(0)),
}
# These change what they are called on; so does every method that ends with an underscore.
ASSIGNING: dict[str, Writer] = {
    "assign": _last,
    "assign_add": _ADD,
    "assign_sub": _SUBTRACT,
}
# In Keras's backend only: a method called update is many things.
BACKEND = {"update": _last, "update_add": _ADD, "update_sub": _SUBTRACT}


def writer_of(name: str, arguments: Arguments, keywords: Mapping[str, ast.expr]) -> Writer | None:
    """Return how a function is written with the vocabulary, if it can be."""
    stem = name.removesuffix("_")
    writer = WRITERS.get(name) or WRITERS.get(stem)
    if writer is not None:
        return writer if arguments else None
    if stem in UNARY and len(arguments) == 1:
        return lambda given, _: call(UNARY[stem], *given)
    if stem in BINARY and len(arguments) == 2 and not keywords:
        return lambda given, _: call(BINARY[stem], *given)
    if stem == "where" and len(arguments) == 3:
        return lambda given, _: ast.IfExp(test=given[0], body=given[1], orelse=given[2])
    return None
