"""The pages that analysts browse, one module per family of pages."""
