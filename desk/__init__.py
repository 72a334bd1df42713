"""What people keep for themselves: searches that report, and collections of claims."""
