"""Two pseudo terminals wired to each other: prints their paths, then carries bytes until its input ends."""
import os
import pty
import select
import sys
import tty

ends = [pty.openpty() for _ in range(2)]
for _, slave in ends:
    tty.setraw(slave)
print("\n".join(os.ttyname(slave) for _, slave in ends), flush=True)
masters = [master for master, _ in ends]
other = {masters[0]: masters[1], masters[1]: masters[0]}
while True:
    ready, _, _ = select.select(masters + [sys.stdin], [], [])
    if sys.stdin in ready:
        sys.exit(0)
    for master in ready:
        os.write(other[master], os.read(master, 4096))
