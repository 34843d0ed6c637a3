"""Buttons, forms and pages that outlive a restart, and the one way in which every question is answered."""
