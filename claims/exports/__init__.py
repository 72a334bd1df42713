"""Claims on their way out, in the formats that other programs read."""
