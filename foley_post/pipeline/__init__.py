"""The whole way of a job, told once: score, arrange, render, write, reproduce."""
