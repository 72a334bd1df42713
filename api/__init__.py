"""The REST API, /api/v1/: for programs what the pages are for people."""
