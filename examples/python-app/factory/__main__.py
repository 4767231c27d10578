"""python -m factory URL NAME=VALUE..."""

import sys

from factory import address


def main(arguments):
    """Prints the address; without arguments, one to show how it is done."""
    url, *words = arguments or ["https://example.org/search", "q=anchor chain"]
    print(address(url, words))


if __name__ == "__main__":
    main(sys.argv[1:])
