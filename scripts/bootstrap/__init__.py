"""Make the project's own environment, `.venv`, and run a command in it. Standard library only."""
