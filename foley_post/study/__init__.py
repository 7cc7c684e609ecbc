"""A listening study: blind comparisons of sounds to one picture, served as a page, reported.

`plan` lays out the trials, `making` writes the study's folder, `serving` serves it on this machine,
`report` tells what the answers say, `simulated` answers in the place of listeners whose taste is
known, to see that the report finds it.
"""
