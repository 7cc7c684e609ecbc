"""Many cuts in one run: ledger, sidecars, processes side by side; a folder that is watched."""
