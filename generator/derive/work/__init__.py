"""How the work around the problems stands: tasks, help, teams, dues and the like."""
