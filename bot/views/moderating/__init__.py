"""Buttons, forms and pages of moderators; each handler is registered as `moderators_only`."""
