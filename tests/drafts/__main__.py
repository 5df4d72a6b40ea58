import sys

from briefing.record.dossier import read_record
from tests.drafts import score, summary

table = score(read_record(), (sys.argv[1:] or ["seen"])[0])
other_period = table["is_figure"] & table["period"].ne(table["refers_to"])
for row in table[~table["all_right"] | ~table["statement_right"] | other_period].itertuples():
    print(f"{row.kind:10} {row.number}  [{row.confidence}]  {row.text[:110]}")
    if not row.all_right:
        print(f"           right {row.right}, drafted {row.drafted}")
    if not row.statement_right:
        print(f"           of {row.statement}, guessed {row.guessed or '–'} [{row.statement_confidence}]")
    if row.is_figure and row.period != row.refers_to:
        print(f"           speaks of {row.refers_to or '–'}, proposed {row.period or '–'}")
print(summary(table))
