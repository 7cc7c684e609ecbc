"""The panels around the timeline: inspector, takes, jobs, welcome page."""
