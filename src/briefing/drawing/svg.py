"""An SVG file as matplotlib writes it, read and written as a tree of elements.

Belongs here: what is true of every SVG. Does not belong here: drawing, and the drawing inside a page (outputs).
"""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
ElementTree.register_namespace("", SVG)
ElementTree.register_namespace("xlink", XLINK)


def described(svg: bytes, title: str, description: str) -> bytes:
    """Return a file with title and description at the head of the drawing, where screen readers look for them."""
    with_comments = ElementTree.XMLParser(target=ElementTree.TreeBuilder(insert_comments=True))
    root = ElementTree.fromstring(svg, with_comments)
    root.set("role", "img")
    root.insert(0, element("title", title))
    root.insert(1, element("desc", description))
    prolog = svg[: svg.index(b"<svg")]  # which a tree does not keep
    return prolog + ElementTree.tostring(root, "utf-8") + b"\n"


def element(name: str, text: str) -> Element:
    """Return an element that holds a text."""
    made = Element(f"{{{SVG}}}{name}")
    made.text, made.tail = text, "\n"
    return made
