"""The literature that rules, schedules, problems and claims rest on, as data."""

from __future__ import annotations

from dataclasses import dataclass

from symopt.errors import UnknownName


@dataclass(frozen=True, slots=True)
class Reference:
    """One source: who, when, what, and where to find it.

    Examples
    --------
    >>> print(reference("kingma2015"))
    Kingma and Ba (2015), Adam: A Method for Stochastic Optimization, ICLR. arXiv:1412.6980
    """

    key: str
    authors: str
    year: int
    title: str
    where: str

    def __str__(self) -> str:
        return f"{self.authors} ({self.year}), {self.title}, {self.where}"

    @property
    def short(self) -> str:
        """Authors and year, as a text cites them."""
        return f"{self.authors} ({self.year})"


def reference(key: str) -> Reference:
    """Return the source of that key.

    Raises
    ------
    UnknownName
        There is none; the message offers the nearest.
    """
    for source in SOURCES:
        if source.key == key:
            return source
    raise UnknownName("reference", key, [source.key for source in SOURCES], "symopt/references.py")


SOURCES = (
    Reference(
        "cauchy1847",
        "Cauchy",
        1847,
        "Methode generale pour la resolution des systemes d'equations simultanees",
        "Comptes rendus 25",
    ),
    Reference(
        "robbins1951",
        "Robbins and Monro",
        1951,
        "A Stochastic Approximation Method",
        "Annals of Mathematical Statistics 22",
    ),
    Reference(
        "roberts1959",
        "Roberts",
        1959,
        "Control Chart Tests Based on Geometric Moving Averages",
        "Technometrics 1",
    ),
    Reference(
        "kantorovich1948",
        "Kantorovich",
        1948,
        "Functional Analysis and Applied Mathematics",
        "Uspekhi Matematicheskikh Nauk 3(6)",
    ),
    Reference(
        "polyak1963",
        "Polyak",
        1963,
        "Gradient Methods for the Minimisation of Functionals",
        "USSR Computational Mathematics and Mathematical Physics 3(4)",
    ),
    Reference(
        "polyak1964",
        "Polyak",
        1964,
        "Some Methods of Speeding up the Convergence of Iteration Methods",
        "USSR Computational Mathematics and Mathematical Physics 4",
    ),
    Reference(
        "jury1964",
        "Jury",
        1964,
        "Theory and Application of the z-Transform Method",
        "Wiley",
    ),
    Reference(
        "feller1968",
        "Feller",
        1968,
        "An Introduction to Probability Theory and Its Applications, volume 1, third edition",
        "Wiley",
    ),
    Reference(
        "rudin1976",
        "Rudin",
        1976,
        "Principles of Mathematical Analysis, third edition",
        "McGraw-Hill",
    ),
    Reference(
        "nesterov1983",
        "Nesterov",
        1983,
        "A Method for Solving a Convex Programming Problem with Convergence Rate O(1/k^2)",
        "Soviet Mathematics Doklady 27",
    ),
    Reference(
        "hunter1986",
        "Hunter",
        1986,
        "The Exponentially Weighted Moving Average",
        "Journal of Quality Technology 18(4)",
    ),
    Reference(
        "oppenheim1989",
        "Oppenheim and Schafer",
        1989,
        "Discrete-Time Signal Processing",
        "Prentice Hall",
    ),
    Reference(
        "mckinney2010",
        "McKinney",
        2010,
        "Data Structures for Statistical Computing in Python (pandas)",
        "Proceedings of the 9th Python in Science Conference",
    ),
    Reference(
        "duchi2011",
        "Duchi, Hazan and Singer",
        2011,
        "Adaptive Subgradient Methods for Online Learning and Stochastic Optimization",
        "JMLR 12",
    ),
    Reference(
        "tieleman2012",
        "Tieleman and Hinton",
        2012,
        "Lecture 6.5, RMSProp",
        "COURSERA: Neural Networks for Machine Learning",
    ),
    Reference(
        "zeiler2012",
        "Zeiler",
        2012,
        "ADADELTA: An Adaptive Learning Rate Method",
        "arXiv:1212.5701",
    ),
    Reference(
        "sutskever2013",
        "Sutskever, Martens, Dahl and Hinton",
        2013,
        "On the Importance of Initialization and Momentum in Deep Learning",
        "ICML",
    ),
    Reference(
        "graves2013",
        "Graves",
        2013,
        "Generating Sequences with Recurrent Neural Networks",
        "arXiv:1308.0850",
    ),
    Reference(
        "kingma2015",
        "Kingma and Ba",
        2015,
        "Adam: A Method for Stochastic Optimization",
        "ICLR. arXiv:1412.6980",
    ),
    Reference(
        "goodfellow2016",
        "Goodfellow, Bengio and Courville",
        2016,
        "Deep Learning, chapter 8",
        "MIT Press",
    ),
    Reference(
        "dozat2016",
        "Dozat",
        2016,
        "Incorporating Nesterov Momentum into Adam",
        "ICLR Workshop",
    ),
    Reference(
        "ruder2016",
        "Ruder",
        2016,
        "An Overview of Gradient Descent Optimization Algorithms",
        "arXiv:1609.04747",
    ),
    Reference(
        "tensorflow2016",
        "Abadi and others",
        2016,
        "TensorFlow: A System for Large-Scale Machine Learning",
        "OSDI. tf.compat.v1.train",
    ),
    Reference(
        "ng2017",
        "Ng",
        2017,
        "Improving Deep Neural Networks, week 2: Optimization Algorithms",
        "DeepLearning.AI",
    ),
    Reference(
        "reddi2018",
        "Reddi, Kale and Kumar",
        2018,
        "On the Convergence of Adam and Beyond",
        "ICLR. arXiv:1904.09237",
    ),
    Reference(
        "lexicon2025",
        "Infinite Lexicon",
        2025,
        "AMSGrad",
        "infinitelexicon.pages.dev/AMSGrad",
    ),
    Reference(
        "goyal2017",
        "Goyal and others",
        2017,
        "Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour",
        "arXiv:1706.02677",
    ),
    Reference(
        "loshchilov2017",
        "Loshchilov and Hutter",
        2017,
        "SGDR: Stochastic Gradient Descent with Warm Restarts",
        "ICLR. arXiv:1608.03983",
    ),
    Reference(
        "loshchilov2019",
        "Loshchilov and Hutter",
        2019,
        "Decoupled Weight Decay Regularization",
        "ICLR. arXiv:1711.05101",
    ),
    Reference(
        "chollet2015",
        "Chollet and others",
        2015,
        "Keras: Deep Learning for Humans",
        "keras.io. keras.optimizers",
    ),
    Reference(
        "pytorch2019",
        "Paszke and others",
        2019,
        "PyTorch: An Imperative Style, High-Performance Deep Learning Library",
        "NeurIPS. torch.optim",
    ),
    Reference(
        "chen2023",
        "Chen and others",
        2023,
        "Symbolic Discovery of Optimization Algorithms",
        "NeurIPS. arXiv:2302.06675",
    ),
    Reference(
        "cs231n",
        "Karpathy and others",
        2016,
        "CS231n: Convolutional Neural Networks for Visual Recognition, Neural Networks Part 3",
        "Stanford University",
    ),
    Reference(
        "optax2020",
        "DeepMind",
        2020,
        "The DeepMind JAX Ecosystem: Optax",
        "optax",
    ),
    Reference(
        "saito2016", "Saito", 2016, "Deep Learning from Scratch, chapter 6", "O'Reilly Japan"
    ),
    Reference(
        "rosenbrock1960",
        "Rosenbrock",
        1960,
        "An Automatic Method for Finding the Greatest or Least Value of a Function",
        "The Computer Journal 3(3). doi:10.1093/comjnl/3.3.175",
    ),
    Reference(
        "beale1958",
        "Beale",
        1958,
        "On an Iterative Method for Finding a Local Minimum of a Function of More than One"
        " Variable",
        "Technical Report 25, Statistical Techniques Research Group, Princeton University",
    ),
    Reference("himmelblau1972", "Himmelblau", 1972, "Applied Nonlinear Programming", "McGraw-Hill"),
    Reference(
        "dixon1978",
        "Dixon and Szego",
        1978,
        "The Global Optimization Problem: An Introduction",
        "Towards Global Optimisation 2, North-Holland",
    ),
    Reference(
        "qian1999",
        "Qian",
        1999,
        "On the Momentum Term in Gradient Descent Learning Algorithms",
        "Neural Networks 12(1)",
    ),
    Reference(
        "nesterov2004",
        "Nesterov",
        2004,
        "Introductory Lectures on Convex Optimization: A Basic Course",
        "Kluwer",
    ),
    Reference(
        "ochs2014",
        "Ochs, Chen, Brox and Pock",
        2014,
        "iPiano: Inertial Proximal Algorithm for Nonconvex Optimization",
        "SIAM Journal on Imaging Sciences 7(2). arXiv:1404.4805",
    ),
    Reference(
        "ghadimi2015",
        "Ghadimi, Feyzmahdavian and Johansson",
        2015,
        "Global Convergence of the Heavy-Ball Method for Convex Optimization",
        "European Control Conference. arXiv:1412.7457",
    ),
    Reference(
        "lessard2016",
        "Lessard, Recht and Packard",
        2016,
        "Analysis and Design of Optimization Algorithms via Integral Quadratic Constraints",
        "SIAM Journal on Optimization 26(1). arXiv:1408.3595",
    ),
    Reference(
        "gitman2019",
        "Gitman, Lang, Zhang and Xiao",
        2019,
        "Understanding the Role of Momentum in Stochastic Gradient Methods",
        "NeurIPS. arXiv:1910.13962",
    ),
    Reference("strang2006", "Strang", 2006, "Linear Algebra and Its Applications", "Brooks/Cole"),
    Reference(
        "dauphin2014",
        "Dauphin and others",
        2014,
        "Identifying and Attacking the Saddle Point Problem in High-Dimensional Non-Convex"
        " Optimization",
        "NeurIPS. arXiv:1406.2572",
    ),
    Reference(
        "boyd2004",
        "Boyd and Vandenberghe",
        2004,
        "Convex Optimization",
        "Cambridge University Press",
    ),
    Reference(
        "bottou2018",
        "Bottou, Curtis and Nocedal",
        2018,
        "Optimization Methods for Large-Scale Machine Learning",
        "SIAM Review 60(2). arXiv:1606.04838",
    ),
    Reference("cochran1977", "Cochran", 1977, "Sampling Techniques", "Wiley"),
    Reference(
        "zinkevich2003",
        "Zinkevich",
        2003,
        "Online Convex Programming and Generalized Infinitesimal Gradient Ascent",
        "ICML",
    ),
    Reference(
        "bengio1994",
        "Bengio, Simard and Frasconi",
        1994,
        "Learning Long-Term Dependencies with Gradient Descent Is Difficult",
        "IEEE Transactions on Neural Networks 5(2)",
    ),
)
