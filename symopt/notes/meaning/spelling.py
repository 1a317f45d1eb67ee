"""What names suggest. They break ties only: what a name does in the formulas goes first."""

from __future__ import annotations

import re

_GRADIENT = re.compile(
    r"g|g_?t|g_[A-Za-z0-9]+|grads?|grads?_?\w+|gradients?\w*|nabla\w*|d[A-Z]\w*|d_?[xwb](_\w+)?"
)
_STATE = re.compile(
    r"[vmsurhnVMSRHGE]|[vmsVMSG][_t]\w*|E_\w+|RMS_\w+|cache\w*|velocity\w*|momentum|"
    r"moments?(_\w+|[0-9]*)|exp_avg\w*|accum\w*|Delta_?\w*"
)
_CORRECTED = re.compile(r"\w+_(hat|tilde|bar|check|corrected|corr|max|half)|[mv]_?hat\w*")
_CORRECTED_OF = re.compile(
    r"(?P<stem>\w+?)_(?:hat|tilde|bar|check|corrected|corr)(?P<rest>_\w+)?|(?P<short>[a-z])hat"
)
_PARAMETER = re.compile(
    r"theta\w*|[wWbxp]|[wWbx]_\w+|(\w+_)?(params?|parameters?|weights?|variables?)|bias(es)?"
)
_WEIGHTS = re.compile(
    r"theta\w*|w|w_\w+|(\w+_)?(params?|parameters?|weights?|variables?)", re.IGNORECASE
)
_RATE = re.compile(r"alpha\w*|eta\w*|lr\w*|learning_?rate\w*|step_?size|gamma|epsilon|lambda\w*")
_SCHEDULED = re.compile(r"(alpha|eta|epsilon|lr|learning_?rate|step_?size)\w*")
_HYPER = re.compile(
    r"(alpha|beta|gamma|delta|epsilon|eps|eta|lambda|mu|rho|tau|kappa|zeta|decay|lr)\w*|\w+_decay"
)


def like_gradient(name: str, parameter: str = "") -> bool:
    """Say whether a name is one that gradients have.

    Examples
    --------
    >>> like_gradient("dW"), like_gradient("dq", "q"), like_gradient("decay_rate")
    (True, True, False)
    """
    return bool(_GRADIENT.fullmatch(name)) or after_parameter(name, parameter)


def after_parameter(name: str, parameter: str) -> bool:
    """Say whether a name is that of a parameter with a d, g or grad in front of it.

    Examples
    --------
    >>> after_parameter("gradW", "W"), after_parameter("grads", "s")
    (True, False)
    """
    own = parameter.lower()
    plural = name.lower() == "grads"  # of all parameters, not that of s
    return bool(own) and not plural and name.lower() in {
        f"d{own}", f"d_{own}", f"g{own}", f"g_{own}", f"grad_{own}", f"grad{own}", f"{own}_grad",
    }  # fmt: skip


def like_state(name: str) -> bool:
    """Say whether a name is one that remembered quantities have."""
    return bool(_STATE.fullmatch(name)) or like_corrected(name)


def like_corrected(name: str) -> bool:
    """Say whether a name is one that quantities worked out in a step have."""
    return bool(_CORRECTED.fullmatch(name))


def corrected_stem(name: str) -> str:
    """Return what a corrected value is called after, or "".

    Examples
    --------
    >>> corrected_stem("v_hat"), corrected_stem("v_hat_dW"), corrected_stem("v")
    ('v', 'v_dW', '')
    """
    match = _CORRECTED_OF.fullmatch(name)
    return (match["short"] or f"{match['stem']}{match['rest'] or ''}") if match else ""


def like_parameter(name: str) -> bool:
    """Say whether a name is one that parameters have."""
    return bool(_PARAMETER.fullmatch(name))


def like_weights(name: str) -> bool:
    """Say whether a name is one that parameters have and little else."""
    return bool(_WEIGHTS.fullmatch(name))


def like_rate(name: str) -> bool:
    """Say whether a name is one that learning rates have."""
    return bool(_RATE.fullmatch(name))


def like_scheduled(name: str) -> bool:
    """Say whether a name is one that learning rates have and little else."""
    return bool(_SCHEDULED.fullmatch(name))


def like_hyperparameter(name: str) -> bool:
    """Say whether a name is one that hyperparameters have."""
    return bool(_HYPER.fullmatch(name))
