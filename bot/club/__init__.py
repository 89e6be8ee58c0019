"""What the film club's commands are made of: lists, nights, boards."""
