"""The terminal's side of the front desk: verbs, how they print, how they end. May import answering and wiring."""
