"""A second, naive reading of the table rules, straight from the release files and on purpose without any index.

Professional Medicare claims of one practitioner and one day; what it says of a claim is the set of
(rule, line numbers) of unit limits, add-on codes and fee-schedule indicators, and of pair edits (rule, column 1 code,
column 2 line): a line is denied once, however often the other code stands beside it.
"""

import csv
import datetime
import gzip
import itertools

DISTINCT = {"59", "XE", "XS", "XP", "XU", "58", "78", "79"}
SIDES = {"LT", "RT"}
ASSISTANTS = {"80", "81", "82", "AS"}


def day(text):
    return datetime.datetime.strptime(text, "%Y%m%d").date()


def rows_of(path):
    with gzip.open(path, "rt", encoding="latin-1", newline="") as file:
        yield from file


def read_pairs(paths, codes):
    """{(column 1, column 2): [(first day, last day or None, indicator)]} of the wanted codes."""
    pairs = {}
    for path in paths:
        for line in rows_of(path):
            cells = line.rstrip("\r\n").split("\t")
            if len(cells) < 6 or cells[0] not in codes or cells[1] not in codes:
                continue
            last = None if cells[4] == "*" else day(cells[4])
            pairs.setdefault((cells[0], cells[1]), []).append((day(cells[3]), last, cells[5][0]))
    return pairs


def read_limits(path):
    """{code: (units, adjudication indicator)}"""
    limits = {}
    for cells in csv.reader(rows_of(path)):
        if len(cells) >= 3 and len(cells[0]) == 5 and cells[1].isdigit():
            limits[cells[0]] = (int(cells[1]), int(cells[2][0]))
    return limits


def read_add_ons(path):
    """{add-on: [(type, primary, first day, last day, add-on's last day, primary's last day, note)]}"""

    def ordinal(text):
        if not text.strip().isdigit():
            return None
        year, number = int(text[:4]), int(text[4:7])
        return datetime.date(year, 1, 1) + datetime.timedelta(days=number - 1)

    edits = {}
    for line in rows_of(path):
        if line[:1] not in "123":
            continue
        edits.setdefault(line[1:6], []).append(
            (
                int(line[0]),
                line[13:18],
                ordinal(line[25:32]),
                ordinal(line[32:39]),
                ordinal(line[6:13]),
                ordinal(line[18:25]),
                line[39:97].strip().lower(),
            )
        )
    return edits


def read_fees(path):
    """{code: row} of the rows without modifier, by the names of the columns that the rules read."""
    fees = {}
    for cells in csv.reader(rows_of(path)):
        if len(cells) > 26 and len(cells[0]) == 5 and not cells[1].strip() and cells[3] in set("ABCDEFGHIJMNPQRTX"):
            fees[cells[0]] = {
                "status": cells[3],
                "pctc": cells[13],
                "global": cells[14],
                "bilateral": cells[19],
                "assistant": cells[20],
                "co": cells[21],
                "team": cells[22],
            }
    return fees


class Naive:
    def __init__(self, pairs, limits, add_ons, fees, date):
        self.pairs, self.limits, self.add_ons, self.fees, self.date = pairs, limits, add_ons, fees, date

    def judge(self, lines):
        """`lines`: [(code, [modifiers], units)], numbered from 1."""
        said = set()
        for number, (code, modifiers, units) in enumerate(lines, 1):
            said |= self.indicators(number, code, modifiers)
        said |= self.pair_edits(lines)
        said |= self.units(lines)
        said |= self.add_on_edits(lines)
        return said

    def indicators(self, number, code, modifiers):
        fee, said = self.fees[code], set()
        if "26" in modifiers and fee["pctc"] not in "168" or "TC" in modifiers and fee["pctc"] != "1":
            said.add(("MPFS-PCTC-001", (number,)))
        if "50" in modifiers and fee["bilateral"] in "09":
            said.add(("MPFS-BIL-001", (number,)))
        if ASSISTANTS & set(modifiers) and fee["assistant"] in "019":
            said.add(("MPFS-ASST-001", (number,)))
        if "62" in modifiers and fee["co"] in "019":
            said.add(("MPFS-CO-001", (number,)))
        if "66" in modifiers and fee["team"] in "019":
            said.add(("MPFS-TEAM-001", (number,)))
        if "51" in modifiers and (fee["global"] == "ZZZ" or self.is_add_on(code)):
            said.add(("NCCI-AOC-004", (number,)))
        return said

    def pair_edits(self, lines):
        said = set()
        for left, (number, right) in itertools.product(lines, enumerate(lines, 1)):
            for first, last, indicator in self.pairs.get((left[0], right[0]), []):
                if indicator == "9" or first == last or self.date < first or last and self.date > last:
                    continue
                if indicator == "0":
                    said.add(("NCCI-PTP-002", left[0], number))
                elif not self.bypassed(left[1], right[1]):
                    said.add(("NCCI-PTP-001", left[0], number))
        return said

    @staticmethod
    def bypassed(column1, column2):
        if DISTINCT & (set(column1) | set(column2)):
            return True
        left, right = SIDES & set(column1), SIDES & set(column2)
        return bool(right) and not left & right

    def units(self, lines):
        said = set()
        for code in {line[0] for line in lines}:
            mine = [(number, line) for number, line in enumerate(lines, 1) if line[0] == code]
            both = self.both_sides(code, mine)
            said |= both
            limit = self.limits.get(code)
            if limit is None or limit[0] == 0:
                continue
            for component in ("26", "TC", None):
                part = [
                    (number, line)
                    for number, line in mine
                    if next((name for name in ("26", "TC") if name in line[1]), None) == component
                ]
                total = sum(line[2] for _, line in part)
                quiet = {rule for rule, numbers in both if set(numbers) & {number for number, _ in part}}
                if limit[1] == 1:
                    for number, line in part:
                        if line[2] > limit[0] and ("NCCI-MUE-005", (number,)) not in both:
                            said.add(("NCCI-MUE-001", (number,)))
                elif total > limit[0] and not quiet & {"NCCI-MUE-004", "NCCI-MUE-005", "MPFS-BIL-002"}:
                    said.add((f"NCCI-MUE-00{limit[1]}", tuple(number for number, _ in part)))
        return said

    def both_sides(self, code, mine):
        """What is said of sides; each silences what decisions 12 and section 20 say."""
        bilateral = self.fees[code]["bilateral"]
        limit = self.limits.get(code)
        doubled = {
            ("NCCI-MUE-005", (number,))
            for number, line in mine
            if "50" in line[1] and line[2] > 1 and bilateral in "13"
        }
        sided = [
            (number, line) for number, line in mine if not (ASSISTANTS | {"26", "TC"}) & set(line[1])
        ]
        units = sum(line[2] for _, line in sided)
        numbers = tuple(number for number, _ in sided)
        sides = [SIDES & set(line[1]) for _, line in sided]
        on_two = len(sided) == 2 and sorted(map(len, sides)) == [1, 1] and sides[0] != sides[1]
        fifty = any("50" in line[1] for _, line in sided)
        said = set(doubled)
        if bilateral == "2" and (
            on_two or len(sided) == 1 and (fifty or len(sides[0]) == 2 or units == 2)
        ):
            said.add(("MPFS-BIL-002", numbers))
        if bilateral == "1" and not fifty and not doubled:
            as_two = on_two or len(sided) == 1 and units == 2 and len(sides[0]) != 1
            if as_two and limit and limit[1] > 1 and 0 < limit[0] < units <= 2 * limit[0]:
                said.add(("NCCI-MUE-004", numbers))
            elif on_two and units == 2:
                said.add(("MPFS-BIL-003", numbers))
        return said

    def counts(self, edit):
        _, _, first, last, add_on_last, primary_last, note = edit
        ended = any(end and self.date > end for end in (last, add_on_last, primary_last))
        return not ended and first <= self.date and first != last and "facilities" not in note

    def is_add_on(self, code):
        return any(
            edit[2] <= self.date and not any(end and self.date > end for end in (edit[3], edit[4]))
            for edit in self.add_ons.get(code, [])
        )

    def add_on_edits(self, lines):
        said = set()
        present = {line[0] for line in lines}
        for number, (code, _, _) in enumerate(lines, 1):
            edits = [edit for edit in self.add_ons.get(code, []) if self.counts(edit)]
            types = {edit[0] for edit in edits}
            listed = any(edit[1] in present for edit in edits)
            others = [line[0] for at, line in enumerate(lines, 1) if at != number]
            if any("suspended" in edit[6] for edit in edits) or any(edit[1] == "CCCCC" and edit[0] == 1 for edit in edits):
                continue
            if 1 in types and not any(edit[0] == 1 and edit[1] in present for edit in edits):
                said.add(("NCCI-AOC-001", (number,)))
            if 2 in types and not any(not self.is_add_on(other) for other in others):
                said.add(("NCCI-AOC-002", (number,)))
            if 3 in types and not listed:
                said.add(("NCCI-AOC-003", (number,)))
        return said
