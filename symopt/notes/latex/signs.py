"""The commands of LaTeX and the signs of plain text that say how formulas stand together."""

from __future__ import annotations

from symopt.notes.latex.tokens import Kind
from symopt.notes.latex.words import words

RELATIONS = {
    "=": "=", "equiv": "=", "triangleq": "=", "doteq": "=", "eqdef": "=",
    "leftarrow": "<-", "gets": "<-", "coloneqq": "<-", "longleftarrow": "<-",
    "Leftarrow": "<-", "coloneq": "<-", "colonequals": "<-",
    "to": "->", "rightarrow": "->", "longrightarrow": "->", "mapsto": "->",
    "approx": "~", "simeq": "~", "sim": "~", "cong": "~", "approxeq": "~",
    "le": "<=", "leq": "<=", "leqslant": "<=", "ge": ">=", "geq": ">=", "geqslant": ">=",
    "ll": "<", "gg": ">", "lt": "<", "gt": ">", "ne": "!=", "neq": "!=",
    "propto": "propto", "in": "in",
}  # fmt: skip
THEN = words(
    "Rightarrow implies Longrightarrow iff Leftrightarrow Longleftrightarrow therefore "
    "because Downarrow downarrow uparrow Uparrow"
)
# Commands that change how mathematics looks and not what it says.
IGNORED = words(
    "displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits nonumber notag "
    "middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm left "
    "right hfill hline rm bf it cal boldmath centering small large Large normalsize mathop "
    "mathbin mathrel mathord mathclose mathopen mathstrut strut protect allowbreak mathbf "
    "boldsymbol bm mathcal mathbb mathfrak mathscr pmb vec bold symbf mathbfit noindent , : ; "
    "! > / - @ thinspace medspace thickspace negthinspace enspace"
)
IGNORED_WITH_ARGUMENT = words(
    "vspace label color phantom hphantom vphantom ref eqref cite textcolor colorbox fcolorbox "
    "rule raisebox kern mkern hskip mskip"
)
# What stands over or under a sign is a remark: \stackrel{def}{=} is =.
BETWEEN = words("intertext shortintertext")  # words on a line of their own
STACKED = words("stackrel overset underset")
TEXTS = words("text textrm textbf textit textsf texttt textnormal mbox hbox textup")
# Fonts for mathematics; a single word in them is one name.
UPRIGHT = words("mathrm mathit mathsf mathtt operatorname")
STARRED = words("operatorname hspace tag vspace")
DOTS = words("dots ldots cdots vdots ddots hdots dotsc dotsb dotsm dotsi iddots")

# Commands that are another spelling of something.
SPELLINGS: dict[str, tuple[Kind, str]] = {
    **{name: ("relation", link) for name, link in RELATIONS.items()},
    **{name: ("then", name) for name in THEN},
    **dict.fromkeys(DOTS, ("command", "\\dots")),
    **{name: ("gap", name) for name in ("quad", "qquad")},
    "ast": ("sign", "*"), "star": ("sign", "*"), "prime": ("sign", "'"),
    "lbrace": ("command", "\\{"), "rbrace": ("command", "\\}"),
    "lbrack": ("sign", "["), "rbrack": ("sign", "]"), "colon": ("sign", ":"),
    "lparen": ("sign", "("), "rparen": ("sign", ")"), "mid": ("sign", "|"), "&": ("unknown", "&"),
    "xleftarrow": ("relation", "<-"), "xrightarrow": ("relation", "->"),
}  # fmt: skip

# Signs of two characters, as people type them.
PAIRS: dict[str, tuple[Kind, str]] = {
    ":=": ("relation", "<-"), "<=": ("relation", "<="), ">=": ("relation", ">="),
    "!=": ("relation", "!="), "==": ("relation", "="), "=>": ("then", "=>"),
    "->": ("relation", "->"), "**": ("sign", "^"),
    "+=": ("relation", "+="), "-=": ("relation", "-="), "*=": ("relation", "*="),
    "/=": ("relation", "/="),
}  # fmt: skip
