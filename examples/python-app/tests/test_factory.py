from factory import address
from factory.__main__ import main


def test_words_are_quoted():
    assert address("https://example.org/", ["q=a b", "n=ü"]) == "https://example.org/?q=a+b&n=%C3%BC"


def test_no_words_leave_the_address_alone():
    assert address("https://example.org/a", []) == "https://example.org/a"


def test_a_value_may_have_an_equals_sign():
    assert address("https://example.org/", ["q=a=b"]) == "https://example.org/?q=a%3Db"


def test_the_address_is_printed(capsys):
    main([])
    assert capsys.readouterr().out == "https://example.org/search?q=anchor+chain\n"
