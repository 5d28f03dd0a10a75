"""What films show, drawn picture by picture: a run's past, or a descent."""
