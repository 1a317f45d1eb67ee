"""A picture of your own: a surface, three rules and their losses, for a slide.

The functions of `symopt.draw` take matplotlib axes and return matplotlib artists. Without a
theme they keep to your own settings of matplotlib.
"""

from symopt import draw, problems, run, tuning

himmelblau = problems.get("himmelblau")
goal = tuning.reach(himmelblau)
runs = []
for rule in ("gd", "momentum", "adam"):
    best = tuning.tune(rule, himmelblau, goal, starts=himmelblau.starts, steps=60)
    runs.append(run(rule, himmelblau, steps=60, **best.setting))

theme = draw.get_theme("light", page="slide")
with theme.context():
    figure, (map_, graph) = theme.panels(2, across=2)
    draw.contour(himmelblau, ax=map_, theme=theme)
    draw.paths(runs, ax=map_, theme=theme)
    draw.losses(runs, ax=graph, theme=theme)
    graph.set(yscale="log", xlabel="step", ylabel="loss")
    draw.legend(figure, theme, below=True, title="Each rule at the best of 100 settings")
    draw.save(figure, "own-figure.png", title="Three rules on one of four minima")
print(draw.recipe(figure).replace("; ", "\n"))
