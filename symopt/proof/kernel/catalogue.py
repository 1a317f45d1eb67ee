"""The rules of inference by name: all the ways in which a step can be justified."""

from __future__ import annotations

from symopt.proof.kernel import analysis, basic, increasing, lemma, rounding, splitting
from symopt.proof.kernel.checker import RuleOfInference

RULES: dict[str, RuleOfInference] = {
    "identity": basic.identity,
    "sign": basic.sign,
    "combination": basic.combination,
    "chain": basic.chain,
    "weaken": basic.weaken,
    "again": basic.again,
    "both": basic.both,
    "part": basic.part,
    "restate": basic.restate,
    "replace": basic.replace,
    "instance": lemma.instance,
    "lemma": lemma.lemma,
    "map": increasing.monotone_map,
    "unmap": increasing.inverse_map,
    "rounding": rounding.rounding,
    "induction": splitting.induction,
    "cases": splitting.cases,
    "suppose": splitting.suppose,
    "apply": splitting.apply,
    "sum": splitting.sum_termwise,
    "reverse": splitting.reverse,
    "generalise": splitting.generalise,
    "limit": analysis.limit,
    "limit-turned": analysis.limit_turned,
    "sandwich": analysis.sandwich,
    "monotone": analysis.monotone,
    "series": analysis.series,
    "limit-of-series": analysis.limit_of_series,
}
