import sys

print("served from", sys.prefix)
