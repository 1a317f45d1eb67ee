"""Run several rules on a surface of one's own, given as mathematics."""

import symopt

valley = symopt.Surface.from_expr("(x**2 + y - 2)**2 + x**2/4", start=(-1.5, -1))
print(f"f = {valley.expr}")
for point in valley.critical_points:
    print(f"  {point.kind} at {tuple(map(str, point.point))}, f = {point.value}")
for name, alpha in {"gd": 0.05, "momentum": 0.05, "rmsprop": 0.05, "adam": 0.1}.items():
    path = symopt.run(name, valley, steps=200, alpha=alpha)
    x, y = path.points[-1]
    print(f"{name:>9}: ({x:.4f}, {y:.4f}), loss {path.losses[-1]:.2e}")
