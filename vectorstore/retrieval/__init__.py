"""From a Query to ranked hits, and whether they are near enough."""
