"""`make bench`: this project beside the peer that a tutorial leads to, interleaved in one run."""
