"""The graph-transformer with a clock: Motion in, Take out."""
