"""The pages of the desk, for people who are signed in."""
