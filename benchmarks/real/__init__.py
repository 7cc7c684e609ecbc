"""Real clips as cases for the model, and what can be known of them at best."""
