"""Projects of Reaper: written only."""
