"""Builds addresses."""

from requests import Request


def address(url, words):
    """The address with each NAME=VALUE of the words in its query."""
    query = dict(word.split("=", 1) for word in words)
    return Request("GET", url, params=query).prepare().url
