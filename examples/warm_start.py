"""Why the first averages are too low, and what the bias correction does: by symbols and numbers."""

import symopt

corrected, plain = symopt.rules.get("ewma.corrected"), symopt.rules.get("ewma")
print("plain:    ", plain.unroll(3))
print("corrected:", corrected.unroll(3))

days = symopt.temperatures().celsius[:5]
for name in ("ewma", "ewma.corrected"):
    values = symopt.average(name, days, beta=0.9)
    print(f"{name:>14}:", ", ".join(f"{value:.1f}" for value in values))
print(f"{'measured':>14}:", ", ".join(f"{day:.1f}" for day in days))
