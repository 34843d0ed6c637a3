"""Checks of a model's draft: what may be shown of it, and which quotation each of its citations stands on."""
