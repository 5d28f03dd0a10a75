"""What people type: numbers and names, read the same way by command line and window."""
