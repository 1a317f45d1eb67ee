"""Read people's notes and say of each formula what it is: the same as a rule, or different."""
