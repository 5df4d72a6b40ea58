"""A valid dossier whose every free text tries to break out: of a chart, a file format, a terminal, a folder."""

from __future__ import annotations

from pathlib import Path

from tests.dossiers import Builder

LONG = "Very Long Name " * 200  # three thousand characters
TEXTS = {
    "mathtext": r"$\frac{x}{y}$ costs $5 & $x$ or $\undefined{",
    "latex": r"\documentclass{article} \input{/etc/passwd} ~ ^_^ \\",
    "html": '<script>alert(1)</script><img src=x onerror="alert(2)"> & </title></svg> ]]> <!--',
    "markdown": "# heading ![x](javascript:alert(1)) `code` **b** | [l](http://x.invalid) <http://x.invalid>",
    "controls": "bell \x07 escape \x1b[2J\x1b]0;title\x07 delete \x7f c1 \x9b31m backspace \x08.",
    "bidi": "left \u202eright to left\u202c \u2066isolate\u2069 zero\u200bwidth \ufeff \u061carabic.",
    "emoji": "🚀🏴‍☠️ family 👨‍👩‍👧‍👦 flag 🇰🇷 zalgo Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢",
    "scripts": "국가정보원 Служба зовнішньої розвідки وكالة الاستخبارات 国家情報院 हिन्दी",
    "formula": '=HYPERLINK("http://x.invalid","click")',
    "path": "../../etc/passwd C:\\Windows\\..\\.. file:///etc/passwd",
    "percent": "%s %d %(name)s {0} {name!r} {} %% ${HOME} $(id) `id`",
    "long": LONG.strip(),
    "one word": "W" * 3_000,
    "number": "9" * 4000,
    "quotes": "' OR 1=1; -- \" ''' \"\"\" \\' \\\" ; DROP TABLE",
    "lines": "line\nbreak\r\nand\u2028another\ttab",
}


def hostile(folder: Path) -> Path:
    """Write the dossier: a claimant, an outlet, an occasion and a note for each text; return data/."""
    b = Builder((TEXTS["html"] + TEXTS["mathtext"])[:120])
    b.actor("kcna", "Agency " + TEXTS["html"], "KCNA " + TEXTS["mathtext"], "state_media", TEXTS["formula"])
    b.actor("out", "Out " + TEXTS["markdown"], TEXTS["html"], "outlet")
    for i, text in enumerate(TEXTS.values()):
        b.actor(f"c{i}", text, text + f" {i}", "government", text)
    b.document("kcna-doc", "out", "2025-10-01")
    b.statement("kcna-2025-04-28", "kcna", "2025-04-28")
    b.figure("kcna-doc", "kcna-2025-04-28", "deployed", qualifier="none_given")
    for i, text in enumerate(TEXTS.values()):
        day = f"2025-{1 + i % 9:02}-11"
        b.document(f"d{i}", "out" if i % 2 else f"c{i}", "2025-10-01")
        b.texts[f"d{i}"].append(text + "\n")
        b.length[f"d{i}"] += len(text) + 1
        b.statement(f"s{i}", f"c{i}", day if i % 5 else "")
        for metric, value in (("killed", 300), ("wounded", 2700), ("casualties", 3000), ("deployed", 15_000)):
            b.figure(f"d{i}", f"s{i}", metric, value + 10 * i, ("about", "at_least", "unqualified")[i % 3])
        b.figure("kcna-doc", f"s{i}", "killed", 999 + i)
    b.rows["statements"] = [[*r[:2], TEXTS["mathtext"] + TEXTS["html"], *r[3:6], TEXTS["formula"]]
                            for r in b.rows["statements"]]  # fmt: skip
    for i, row in enumerate(b.rows["reported_figures"]):
        row[-1] = list(TEXTS.values())[i % len(TEXTS)]
    return b.write(folder)
