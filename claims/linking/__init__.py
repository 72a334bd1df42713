"""Which claims say the same, answer or support each other."""
