"""
A deployment rehearsed on one machine, of plain processes and Debian's packages: what the guide promises is done, and judged.

``python -m deploy.rehearsal`` kills the primary under load and promotes its synchronous standby; ``--async`` does the same with a
standby that lags, and must find losses, and a fence.
"""
