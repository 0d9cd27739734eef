"""Headings, fences and links of course texts."""

from content.markdown import Link, fences, links, sections, without_anchors

TEXT = """\
# Title

## First
<!-- #first -->

```sh
## a comment, not a heading
<!-- #not-an-anchor -->
see [this](nowhere)
```

### Second
See [there](4.1#first).
"""


def test_headings_inside_fences_are_code():
    assert [section.title for section in sections(TEXT)] == ["Title", "First", "Second"]


def test_a_heading_has_the_anchor_of_the_line_below():
    assert [section.anchor for section in sections(TEXT)] == ["", "first", ""]


def test_a_section_knows_its_line():
    second = sections(TEXT)[2]
    assert TEXT.splitlines()[second.line - 1] == "### Second"


def test_shown_text_keeps_line_numbers_and_code():
    shown = without_anchors(TEXT).splitlines()
    assert shown[3] == ""
    assert shown[7] == "<!-- #not-an-anchor -->"
    assert len(shown) == len(TEXT.splitlines())


def test_links_inside_fences_are_code():
    assert links(TEXT) == (Link("4.1#first", 13),)


def test_a_fence_ends_only_at_a_mark_as_long_as_its_own():
    nested = "````text\n```\n````\nafter\n"
    (fence,) = fences(nested)
    assert fence.body == ("```",)


def test_an_unclosed_fence_is_told():
    (fence,) = fences("```sh\nmake run\n")
    assert not fence.closed
    assert fence.body == ("make run",)
