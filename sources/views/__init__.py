"""Pages for admins, one module per family of pages."""
