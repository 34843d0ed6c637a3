"""How things look in Discord: text in, text out. Pure; imports answering, texts and the ground floor, never discord."""
