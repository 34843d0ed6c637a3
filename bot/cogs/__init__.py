"""The commands and events of Discord. A cog checks, acknowledges, calls one function, shows its result."""
