"""Read articles: attributions, speakers, targets, claims. spaCy only, no Django."""
