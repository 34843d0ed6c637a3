"""How much is asked, what about and how well it is answered: figures, clusters, a picture, a table; never discord."""
