"""`briefing add`: texts, saved pages and PDFs, what they say of themselves, and what is refused."""

import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner

from briefing.cli import main
from briefing.desk import intake
from briefing.paths import DATA, ROOT
from briefing.record.dossier import load_dossier, read_record
from briefing.words.quotes import checksum

# Invented; nothing in it happened.
WORDS = (
    "At least 1,150 soldiers sent across the border have been killed since November, the General Staff said on Monday, "
    "and between 3,000 and 3,500 were wounded. Several hundred soldiers have returned home, it said."
)
PAGE = f"""<!doctype html><html lang="en-GB"><head><title>1,150 killed | Gazette</title>
<meta property="og:site_name" content="Strelsau Gazette"><meta property="og:title" content="1,150 killed">
<meta property="article:published_time" content="2025-03-03T09:00:00Z">
<link rel="canonical" href="https://gazette.example/a/1"><script>document.write("900 killed by script")</script></head>
<body><nav>Home 17</nav><article><h1>1,150 killed</h1><p>{WORDS}</p></article></body></html>"""


def add(home, name, content, *words):
    (home / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    result = CliRunner().invoke(main, ["add", str(home / name), "--data-dir", str(home / "data"), *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def pdf(*pages: str, extra: bytes = b"") -> bytes:
    """Return a PDF with a line of text on each page."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    kids = []
    for words in pages:
        stream = f"BT /F1 12 Tf 40 700 Td ({words}) Tj ET".encode() if words else b""
        stream = zlib.compress(stream)
        objects.append(b"<< /Length %d /Filter /FlateDecode >> stream\n%s\nendstream" % (len(stream), stream))
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %d 0 R /Resources << /Font << /F1 "
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>" % len(objects)
        )
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % k for k in kids))
    out, places = b"%PDF-1.4\n", []
    for i, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (i, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + extra + head + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, len(out) + len(extra),
    )  # fmt: skip


def test_a_saved_page_is_kept_with_its_text_and_says_who_and_when(home):
    result = add(home, "saved page!.html", PAGE)
    assert result.exit_code == 0, result.output
    row = load_dossier(home / "data").documents.set_index("document_id").loc["005_strelsau_gazette"]
    assert row[["file", "original", "outlet", "published_on", "published_basis", "language", "url"]].tolist() == [
        "saved-page.txt", "saved-page.html", "strelsau-gazette", "2025-03-03", "stated", "en",
        "https://gazette.example/a/1",
    ]  # fmt: skip
    assert row["extractor"].startswith("trafilatura ")
    assert (home / "seeds" / "saved-page.html").read_bytes() == PAGE.encode()
    text = (home / "seeds" / "saved-page.txt").read_text(encoding="utf-8")
    assert WORDS in text
    assert text.startswith("1,150 killed")
    assert "900" not in text
    assert row["sha256"] == checksum(text.encode())
    assert row["original_sha256"] == checksum(PAGE.encode())
    assert "new outlet strelsau-gazette" in result.output
    assert "(the page's own particulars)" in result.output
    assert "registered already" in add(home, "again.html", PAGE).output


def test_an_original_that_has_changed_is_a_fault(home):
    add(home, "page.html", PAGE)
    (home / "seeds" / "page.html").write_text(PAGE + " ", encoding="utf-8")
    assert [f.column for f in read_record(home / "data").faults] == ["original_sha256"]
    (home / "seeds" / "page.html").unlink()
    assert [f.column for f in read_record(home / "data").faults] == ["original"]


def test_a_pdf_is_kept_with_its_text(home):
    made = pdf("Strelsau Gazette, 14th Nov, 2024. " + WORDS[:100], WORDS[100:])
    result = add(home, "paper.pdf", made, "--outlet", "Strelsau Gazette")
    assert result.exit_code == 0, result.output
    row = load_dossier(home / "data").documents.iloc[-1]
    assert row[["original", "published_on", "published_basis", "published_quote"]].tolist() == [
        "paper.pdf", "2024-11-14", "stated", "14th Nov, 2024",
    ]  # fmt: skip
    assert row["extractor"].startswith("pypdf ")
    assert "1,150 soldiers" in (home / "seeds" / "paper.txt").read_text(encoding="utf-8")


def test_a_text_says_when_it_was_published_and_a_known_outlet_is_known_in_any_case(home):
    result = add(home, "text.txt", f"KYIV, 3 Feb. 2025\n\n{WORDS}\n", "--outlet", "reuters")
    assert result.exit_code == 0, result.output
    row = load_dossier(home / "data").documents.iloc[-1]
    assert row[["outlet", "published_on", "published_basis", "published_quote"]].tolist() == [
        "reuters", "2025-02-03", "stated", "3 Feb. 2025",
    ]  # fmt: skip
    assert row["published_quote_start"] == 6
    assert "did you mean “Reuters”" in add(home, "b.txt", WORDS, "--outlet", "Reuterss").output
    assert add(home, "b.txt", WORDS, "--outlet", "Reuterss", "--new-outlet").exit_code == 0


def test_a_dry_run_shows_and_writes_nothing(home):
    result = add(home, "page.html", PAGE, "--dry-run")
    assert result.output.startswith("Would register 005_strelsau_gazette")
    assert (home / "data" / "documents.csv").read_bytes() == (DATA / "documents.csv").read_bytes()
    assert not (home / "seeds" / "page.html").exists()


def encrypted(tmp_path: Path) -> bytes:
    from pypdf import PdfReader, PdfWriter

    (tmp_path / "open.pdf").write_bytes(pdf(WORDS))
    writer = PdfWriter(clone_from=PdfReader(tmp_path / "open.pdf"))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "closed.pdf")
    return (tmp_path / "closed.pdf").read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("scan.pdf", pdf("", ""), "only pictures of it"),
        ("closed.pdf", None, "it is encrypted"),
        ("bad.pdf", b"%PDF-1.4 nonsense", "no whole PDF"),
        ("app.html", "<html><body><div id=root></div><script>draw()</script></body></html>", "holds no article"),
        ("empty.html", "", "is empty"),
        ("utf16.txt", WORDS.encode("utf-16"), "not UTF-8"),
        ("nul.txt", b"6\x00", "NUL"),
        ("article.docx", b"PK", "save the article in one of these forms"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(home, name, content, told):
    result = add(home, name, encrypted(home) if content is None else content, "--outlet", "reuters")
    assert result.exit_code == 2
    assert told in result.output
    assert "Traceback" not in result.output
    assert (home / "data" / "documents.csv").read_bytes() == (DATA / "documents.csv").read_bytes()
    assert len(list((home / "seeds").iterdir())) == len(list((ROOT / "seeds").iterdir()))


def test_a_file_over_a_limit_is_refused(home, monkeypatch):
    monkeypatch.setattr(intake, "LARGEST", 100)
    assert "is larger than" in add(home, "page.html", PAGE, "--outlet", "reuters").output
    monkeypatch.undo()
    monkeypatch.setattr(intake, "SECONDS", 0.01)
    assert "took more than" in add(home, "page.html", PAGE, "--outlet", "reuters").output


ENTITY = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "content",
    [
        "<div>" * 100_000 + PAGE,
        PAGE.replace("<article>", '<base href="http://evil.example/"><iframe src="http://evil.example/"></iframe><article>'),
        PAGE.replace("<!doctype html>", ENTITY).replace("Monday", "&x;"),
        PAGE.replace("Monday", "Mon\x1b[2Jday\u202e"),
        PAGE.replace("Strelsau Gazette", "=HYPERLINK(1)&lt;script&gt;"),
        PAGE.replace("https://gazette.example/a/1", "javascript:alert(1)"),
    ],
)  # fmt: skip
def test_a_hostile_page_stays_data(home, content):
    result = add(home, "page.html", content)
    assert "Traceback" not in result.output
    if result.exit_code == 0:
        text = (home / "seeds" / "page.txt").read_text(encoding="utf-8")
        assert "root:" not in text
        assert "\x1b" not in text
        assert "\x1b" not in result.output
        assert "\u202e" not in result.output
        row = load_dossier(home / "data").documents.iloc[-1]
        assert not row["url"].startswith("javascript:")


def test_a_hostile_pdf_ends_only_its_own_process(home):
    deep = b"99 0 obj\n" + b"[" * 50_000 + b"]" * 50_000 + b"\nendobj\n"
    bomb = zlib.compress(b"\0" * 300_000_000, 9)
    stream = b"98 0 obj\n<< /Length %d /Filter /FlateDecode >> stream\n%s\nendstream\nendobj\n" % (len(bomb), bomb)
    for extra in (deep, stream):
        result = add(home, "paper.pdf", pdf(WORDS, extra=extra), "--outlet", "reuters", "--dry-run")
        assert "Traceback" not in result.output
        assert result.exit_code in (0, 2)
