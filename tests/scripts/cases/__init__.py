"""What the scripts must do, one module for each kind."""
