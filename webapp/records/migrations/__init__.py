"""How the tables came to be what they are: scripts that Alembic runs, one after the other."""
