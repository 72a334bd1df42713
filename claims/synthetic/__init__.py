"""Invented claims in any number, to measure with."""
