"""What is printed: for people, for pipes, for programs."""
