"""The words by which Korean, Ukrainian and Russian say that a name speaks.

Belongs here: patterns around a name. Does not belong here: numbers and their words (words.languages), English.
"""

from __future__ import annotations

import re

_KOREAN = r"(?:밝혔|밝힌|말했|전했|보고했|발표했|설명했|주장했|확인했|추정했|추산했)"
_CYRILLIC = r"(?:сообщ|заяв|сказа|подтверд|оцени|рассказа|отмети|повідом|заяви|підтверд|оціни|розпові|зазначи)\w*"
AFTER_NAME = re.compile(
    rf"(?:은|는|이|가|측은)\s[^.。]{{0,150}}?{_KOREAN}|에\s?(?:따르면|의하면)|\s*[\"“]"
    rf"|\s+(?:\w+\s+){{0,2}}{_CYRILLIC}",
    re.I,
)  # a name before a quotation, as Korean headlines have it
BEFORE_NAME = re.compile(
    rf"(?:за\s+(?:словами|даними|оцінкою)|по\s+(?:словам|данным|оценке)|как|як|{_CYRILLIC})\s+(?:\w+\s+){{0,2}}\Z",
    re.I,
)
