"""Ours head to head with the published network and with plain rules, on the same clips in one run:
`python -m benchmarks.peers`.
"""
