"""The commands of moderators: one group, /library, whose subcommands stand in the modules of this folder."""
