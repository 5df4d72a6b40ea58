"""An invented record in four languages: what Ruritania's ministry and general staff said, in Korean, Ukrainian, Russian
and English. Nothing in it happened. One briefing comes out differently in each language, and the English translation
of the Korean report has lost its "여" (about).
"""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from pathlib import Path

from briefing.paths import DATA

SEEDS = Path(__file__).parent / "invented" / "ruritania"
DESCRIPTOR = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
HEADERS = {r["name"]: [f["name"] for f in r["schema"]["fields"]] for r in DESCRIPTOR["resources"]}
ACTORS = [
    ("ministry", "루리타니아 전쟁부 (Ministry of War of Ruritania)", "전쟁부", "government"),
    ("staff", "Генеральний штаб Руританії (General Staff)", "Генштаб", "military"),
    ("palace", "The royal palace of Ruritania", "Palace", "head_of_state"),
    ("agency", "루리타니아통신 (Ruritanian News)", "루리타니아통신", "news_agency"),
    ("herald", "Стрельзауський вісник", "Вісник", "outlet"),
    ("gazette", "Стрельзауские ведомости", "Ведомости", "outlet"),
    ("courier", "Zenda Courier", "Courier", "outlet"),
]
ALIASES = [
    ("Ministry of War", "ministry"), ("военное министерство", "ministry"), ("Военное министерство", "ministry"),
    ("військове міністерство", "ministry"), ("Генеральний штаб", "staff"), ("왕궁", "palace"), ("palace", "palace"),
    ("Ruritanian News", "agency"),
]  # fmt: skip
DOCUMENTS = {  # document: language, outlet, published
    "ko-agency": ("ko", "agency", "2025-06-02"),
    "ru-gazette": ("ru", "gazette", "2025-06-03"),
    "en-courier": ("en", "courier", "2025-06-04"),
    "uk-herald": ("uk", "herald", "2025-07-01"),
}
JUNE, JULY, PALACE = "ministry-2025-06-02", "staff-2025-07-01", "palace-undated"
STATEMENTS = {JUNE: "ministry", JULY: "staff", PALACE: "palace"}
# document, statement, metric, words, value, qualifier, value_to, in English
FIGURES = [
    ("ko-agency", JUNE, "casualties", "사상자 4천700여 명", 4700, "about", None, "casualties about 4,700"),
    ("ko-agency", JUNE, "casualties", "사상자 4천700여 명이 발생했다", 4700, "about", None, "some 4,700 casualties"),
    ("ko-agency", JUNE, "killed", "전사자는 약 600명", 600, "about", None, "about 600 killed"),
    ("ko-agency", JUNE, "deployed", "파병된 병력은 1만5천여 명", 15000, "about", None, "about 15,000 sent"),
    ("ko-agency", JUNE, "returned", "부상병 2천여 명이 귀환했다", 2000, "about", None, "about 2,000 wounded returned"),
    ("ko-agency", PALACE, "killed", "전사자가 있다는 사실만 인정했다", None, "none_given", None,
     "acknowledged only that there were dead"),
    ("ru-gazette", JUNE, "killed", "около 600 погибших", 600, "about", None, "about 600 dead"),
    ("ru-gazette", JUNE, "killed", "погибли около шестисот военнослужащих", 600, "about", None, "about 600 killed"),
    ("ru-gazette", JUNE, "deployed", "отправлено более 15 тысяч солдат", 15000, "more_than", None, "over 15,000 sent"),
    ("ru-gazette", JUNE, "casualties", "Потери убитыми и ранеными превысили 4,7 тыс. человек", 4700, "more_than", None,
     "losses in killed and wounded exceeded 4,700"),
    ("ru-gazette", JUNE, "returned", "Вернулись две тысячи раненых", 2000, "unqualified", None, "2,000 came back"),
    ("en-courier", JUNE, "casualties", "4,700 casualties", 4700, "unqualified", None, ""),
    ("en-courier", JUNE, "casualties", "there were 4,700 casualties", 4700, "unqualified", None, ""),
    ("en-courier", JUNE, "killed", "About 600 soldiers were killed", 600, "about", None, ""),
    ("en-courier", JUNE, "deployed", "15,000 soldiers had been sent", 15000, "unqualified", None, ""),
    ("en-courier", JUNE, "returned", "2,000 had returned", 2000, "unqualified", None, ""),
    ("en-courier", PALACE, "killed", "said only that soldiers were killed", None, "none_given", None, ""),
    ("uk-herald", JULY, "killed", "загинули щонайменше 900 військових", 900, "at_least", None, "at least 900 killed"),
    ("uk-herald", JULY, "wounded", "поранено майже чотири тисячі", 4000, "nearly", None, "almost 4,000 wounded"),
    ("uk-herald", JULY, "workers_planned", "планують відправити ще 3–4 тис. саперів", 3000, "between", 4000,
     "3,000 to 4,000 more sappers to be sent"),
    ("uk-herald", JUNE, "killed", "близько 600 загиблих", 600, "about", None, "about 600 dead"),
    ("uk-herald", JUNE, "casualties", "4 700 осіб загальних втрат убитими та пораненими", 4700, "unqualified", None,
     "4,700 in all killed and wounded"),
]  # fmt: skip


def ruritania(folder: Path) -> Path:
    """Write the record's data/ and seeds/ into a folder and return data/."""
    data, seeds = Path(folder) / "data", Path(folder) / "seeds"
    data.mkdir(parents=True)
    seeds.mkdir()
    texts = {}
    rows: dict[str, list[dict]] = {name: [] for name in HEADERS}
    for document, (language, outlet, published) in DOCUMENTS.items():
        shutil.copy(SEEDS / f"{document}.txt", seeds)
        content = (SEEDS / f"{document}.txt").read_bytes()
        texts[document] = content.decode()
        rows["documents"].append(
            {"document_id": document, "file": f"{document}.txt", "sha256": hashlib.sha256(content).hexdigest(),
             "outlet": outlet, "published_on": published, "published_precision": "day", "published_basis": "stated",
             "language": language}
        )  # fmt: skip
    rows["actors"] = [dict(zip(HEADERS["actors"], (*a, "Ruritania", "Invented."), strict=True)) for a in ACTORS]
    rows["aliases"] = [{"alias": alias, "actor_id": actor} for alias, actor in ALIASES]
    for statement, claimant in STATEMENTS.items():
        day = "" if statement == PALACE else statement[-10:]
        rows["statements"].append(
            {"statement_id": statement, "claimant_id": claimant, "occasion": "Briefing, invented", "made_on": day,
             "made_on_precision": "day" if day else "none", "made_on_basis": "stated" if day else "unknown"}
        )  # fmt: skip
    chained, since = set(), {}
    for i, (document, statement, metric, words, value, qualifier, value_to, english) in enumerate(FIGURES, 1):
        start = texts[document].index(words, since.get(document, 0) if words in ("4,700 casualties",) else 0)
        rows["reported_figures"].append(
            {"figure_id": f"r{i}", "document_id": document, "statement_id": statement, "metric": metric, "value": value,
             "value_to": value_to, "qualifier": qualifier,
             "voice": "headline" if texts[document].count("\n", 0, start) < 4 else "paraphrase",
             "quote": words, "quote_start": start, "quote_en": english, "translated_by": "the tests" if english else ""}
        )  # fmt: skip
        if (statement, document) not in chained:
            chained.add((statement, document))
            steps = [(STATEMENTS[statement], "stated"), (DOCUMENTS[document][1], "reported")]
            if document == "en-courier" and statement == JUNE:
                steps.insert(1, ("agency", "relayed"))
            rows["attributions"] += [
                {"statement_id": statement, "document_id": document, "step": n, "actor_id": actor, "verb": verb}
                for n, (actor, verb) in enumerate(steps, 1)
            ]
    for name, header in HEADERS.items():
        with (data / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            if name != "metrics":
                table = csv.DictWriter(file, header, restval="", lineterminator="\n")
                table.writeheader()
                table.writerows(rows[name])
    shutil.copy(DATA / "metrics.csv", data)
    own = {"subject": "Ruritanian soldiers", "pivot": "", "title": "Ruritania, invented", "description": "Invented."}
    (data / "datapackage.json").write_text(json.dumps(DESCRIPTOR | own), encoding="utf-8")
    return data
