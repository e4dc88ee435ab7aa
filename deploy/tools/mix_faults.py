"""The mistakes that deploy/tools/claim-mix makes: each a function that spoils a claim, or says that it cannot."""
import copy
import datetime

VISITS = {"99202", "99203", "99204", "99211", "99212", "99213", "99214", "99215", "99283", "99284", "99285", "99231", "99232",
          "99233", "99391", "99392", "99393", "99394", "99395", "99396"}
OTHER_SIDE = {"RT": "LT", "LT": "RT"}
FAULTY = 0.15  # of all claims: between one in five and one in ten is sent back at first
HAS_26 = ("7", "93306", "93458", "95810", "88305")
DRUG_MILLIGRAMS = {"J3301": 10, "J1885": 15, "J0696": 250, "J1100": 1}


class Faults:
    def __init__(self, facts, rng, line):
        self.facts, self.rng, self.line = facts, rng, line
        self.kinds = [(weight, name.replace("_", "-"), getattr(self, name)) for weight, name in WEIGHTS]

    def spoil(self, claims):
        """Each kind as often as it is wanted, on claims that it fits and that are still right."""
        for weight, name, spoil in self.kinds:
            wanted = round(len(claims) * FAULTY * weight / 1000)
            for _ in range(wanted * 400):
                if wanted == 0:
                    break
                claim = self.rng.choice(claims)
                if claim.fault == "clean" and spoil(claim):
                    claim.fault = name
                    wanted -= 1

    def pick(self, lines):
        lines = list(lines)
        return self.rng.choice(lines) if lines else None

    def without(self, claim, modifier):
        line = self.pick(line for line in claim.lines if modifier in line.modifiers)
        if line:
            line.modifiers.remove(modifier)
        return line is not None

    def beside(self, claim, code):
        claim.lines.append(self.line(code, pointers=claim.lines[0].pointers))
        return True

    # Modifiers
    def visit_without_25(self, claim):
        return self.without(claim, "25")

    def pair_without_59(self, claim):
        return self.without(claim, "59")

    def side_not_named(self, claim):
        return self.without(claim, self.rng.choice(("RT", "LT")))

    def side_contradicts(self, claim):
        line = self.pick(line for line in claim.lines if set(line.modifiers) & set(OTHER_SIDE))
        if line:
            line.modifiers = [OTHER_SIDE.get(modifier, modifier) for modifier in line.modifiers]
        return line is not None

    def side_on_a_visit(self, claim):
        line = self.pick(line for line in claim.lines if line.code in VISITS)
        if line:
            line.modifiers.append(self.rng.choice(("RT", "LT")))
        return line is not None

    def needless_59(self, claim):
        line = self.pick(line for line in claim.lines if line.code not in VISITS and "59" not in line.modifiers
                         and len(line.modifiers) < 3)
        if line:
            line.modifiers.append("59")
        return line is not None

    def needless_25(self, claim):
        line = self.pick(line for line in claim.lines if line.code not in VISITS and line.code[:1] in "1234567")
        if line:
            line.modifiers.append("25")
        return line is not None

    def needless_51(self, claim):
        line = self.pick(line for line in claim.lines if line.code in self.facts.primaries)
        if line:
            line.modifiers.append("51")
        return line is not None

    def modifier_unknown(self, claim):
        self.rng.choice(claim.lines).modifiers.append(self.rng.choice(("ZZ", "2S", "LF", "R7")))
        return True

    def modifier_twice(self, claim):
        line = self.pick(line for line in claim.lines if line.modifiers)
        if line:
            line.modifiers.append(line.modifiers[0])
        return line is not None

    def modifier_order(self, claim):
        line = self.pick(line for line in claim.lines if len(line.modifiers) > 1)
        if line:
            line.modifiers.reverse()
        return line is not None

    def modifiers_exclude(self, claim):
        line = self.pick(line for line in claim.lines if "59" in line.modifiers)
        if line:
            line.modifiers.append("XS")
        return line is not None

    def no_component(self, claim):
        return self.without(claim, "26")

    def needless_component(self, claim):
        line = self.pick(line for line in claim.lines if line.code[:1] in "1236" and not line.code.startswith(HAS_26))
        if line:
            line.modifiers.insert(0, "26")
        return line is not None

    def needless_50(self, claim):
        line = self.pick(line for line in claim.lines if line.code[:1] in "4" or line.code[:2] in ("11", "17"))
        if line:
            line.modifiers.append("50")
        return line is not None

    def bilateral_twice(self, claim):
        line = self.pick(line for line in claim.lines if "50" in line.modifiers)
        if line:
            line.units *= 2
        return line is not None

    def therapy_without_plan(self, claim):
        return self.without(claim, "GP")

    def anesthesia_without_payment_modifier(self, claim):
        return self.without(claim, "AA") or self.without(claim, "QZ")

    def screening_without_modifier(self, claim):
        return self.without(claim, "PT") or self.without(claim, "33")

    def assistant_as_physician(self, claim):
        line = self.pick(line for line in claim.lines if "AS" in line.modifiers)
        if line:
            line.modifiers[line.modifiers.index("AS")] = "80"
        return line is not None

    def complexity_with_25(self, claim):
        visit = next((line for line in claim.lines if line.code in VISITS and "25" in line.modifiers), None)
        return visit is not None and claim.payer in "MA" and claim.place == "11" and self.beside(claim, "G2211")

    def increased_without_report(self, claim):
        line = self.pick(line for line in claim.lines if self.facts.globals.get(line.code) == "090")
        if line:
            line.modifiers.insert(0, "22")
        return line is not None

    def add_to_operation(self, claim, modifier):
        line = self.pick(line for line in claim.lines if claim.form == "P" and line.code[:1] in "1234" and len(line.modifiers) < 3)
        if line:
            line.modifiers.insert(0, modifier)
        return line is not None

    def needless_assistant(self, claim):
        return self.add_to_operation(claim, "80")

    def needless_second_surgeon(self, claim):
        return self.add_to_operation(claim, self.rng.choice(("62", "62", "66")))

    def resident_alone(self, claim):
        return self.add_to_operation(claim, "GE")

    def study_without_number(self, claim):
        return self.add_to_operation(claim, "Q1")

    def shared_visit_in_office(self, claim):
        line = self.pick(line for line in claim.lines if line.code in VISITS and claim.place == "11")
        if line:
            line.modifiers.append("FS")
        return line is not None

    def surgery_decided_without_57(self, claim):
        return self.without(claim, "57")

    def visit_in_after_care(self, claim):
        line = self.pick(line for line in claim.lines if line.code == "99024")
        if line:
            line.code = "99213"
        return line is not None

    def both_sides_on_two_lines(self, claim):
        line = self.pick(line for line in claim.lines if set(line.modifiers) & set(OTHER_SIDE) and line.code[0] in "267")
        if not line:
            return False
        other = line.copy()
        other.modifiers = [OTHER_SIDE.get(modifier, modifier) for modifier in line.modifiers]
        claim.lines.append(other)
        return True

    def finger_of_the_other_side(self, claim):
        line = self.pick(line for line in claim.lines if set(line.modifiers) & {"F3", "F8", "TA", "T5"})
        if line:
            line.modifiers.append("LT" if set(line.modifiers) & {"F8", "T5"} else "RT")
        return line is not None

    # Codes
    def guidance_beside(self, claim):
        return any(line.code in ("62321", "62323", "64483") for line in claim.lines) and self.beside(claim, "77003")

    def prolonged_too_short(self, claim):
        return any(line.code in ("99213", "99214") for line in claim.lines) and self.beside(claim, "99417")

    def unbundled(self, claim):
        present = {line.code for line in claim.lines}
        whole = self.pick(line for line in claim.lines if line.code in self.facts.partners)
        if claim.form != "P" or not whole:
            return False
        parts = [code for code in self.facts.partners[whole.code]
                 if code not in present and self.facts.limits.get(code, 0) > 0 and code[:1] in "123469"
                 and code not in self.facts.primaries]
        return bool(parts) and self.beside(claim, self.rng.choice(parts))

    def code_ended(self, claim):
        line = self.pick(line for line in claim.lines if line.code in ("J3301", "99213", "99214", "62321", "62323"))
        if line:
            line.code = {"J3301": "J1030", "62321": "62310", "62323": "62311"}.get(line.code, "99201")
            line.units = 1
        return line is not None

    def code_mistyped(self, claim):
        line = self.rng.choice(claim.lines)
        at = self.rng.randrange(1, 4)
        line.code = line.code[:at] + line.code[at + 1] + line.code[at] + line.code[at + 2:]
        return True

    def add_on_alone(self, claim):
        line = self.pick(line for line in claim.lines if line.code in self.facts.primaries)
        if not line or all(other.code not in self.facts.primaries[line.code] for other in claim.lines):
            return False
        claim.lines = [other for other in claim.lines if other.code not in self.facts.primaries[line.code]]
        return True

    def bundled_supply(self, claim):
        return claim.form == "P" and self.beside(claim, self.rng.choice(("99070", "36416", "99000", "A4550", "97010")))

    def visit_not_covered(self, claim):
        if claim.payer != "M" or not any(line.code == "G0439" for line in claim.lines):
            return False
        next(line for line in claim.lines if line.code == "G0439").code = "99397"
        return True

    def consultation_to_medicare(self, claim):
        line = self.pick(line for line in claim.lines if line.code in ("99203", "99204", "99214"))
        if not line or claim.payer != "M":
            return False
        line.code = "99244"
        return True

    def panel_in_pieces(self, claim):
        at = next((index for index, line in enumerate(claim.lines) if line.code == "80053"), None)
        if at is None:
            return False
        pieces = ("82040", "82247", "82310", "82374", "82435", "82565", "82947", "84075", "84132", "84155", "84295",
                  "84450", "84460", "84520")
        claim.lines[at:at + 1] = [self.line(code, pointers=claim.lines[at].pointers) for code in pieces]
        return True

    def staff_visit_beside_injection(self, claim):
        return any(line.code == "96372" for line in claim.lines) and self.beside(claim, "99211")

    def new_patient_again(self, claim):
        line = self.pick(line for line in claim.lines if line.code in ("99213", "99214"))
        if not line or claim.place != "11":
            return False
        line.code = {"99213": "99203", "99214": "99204"}[line.code]
        return True

    def two_visits(self, claim):
        line = self.pick(line for line in claim.lines if line.code in ("99213", "99214"))
        return line is not None and self.beside(claim, "99212")

    def unlisted_without_words(self, claim):
        line = self.pick(line for line in claim.lines if line.code[:1] == "6" and len(line.code) == 5)
        if line:
            line.code, line.units, line.modifiers = "64999", 1, []
        return line is not None

    # Units
    def units_over_limit(self, claim):
        line = self.pick(line for line in claim.lines if 0 < self.facts.limits.get(line.code, 0) < 20 and not line.minutes)
        if line:
            line.units = self.facts.limits[line.code] + self.rng.choice((1, 1, 2, 9))
        return line is not None

    def drug_in_milligrams(self, claim):
        line = self.pick(line for line in claim.lines if line.code in DRUG_MILLIGRAMS)
        if line:
            line.units *= DRUG_MILLIGRAMS[line.code]
        return line is not None

    def no_units(self, claim):
        line = self.pick(line for line in claim.lines if not line.minutes)
        if line:
            line.units = 0
        return line is not None

    def line_twice(self, claim):
        line = self.rng.choice(claim.lines)
        claim.lines.append(line.copy())
        return True

    # Diagnoses
    def diagnosis_heading(self, claim):
        letter = self.rng.choice(list(claim.diagnoses))
        code = claim.diagnoses[letter]
        if len(code) < 5:
            return False
        short = code[:-1].rstrip(".")
        if short not in self.facts.headings:
            return False
        claim.diagnoses[letter] = short
        return True

    def diagnosis_unknown(self, claim):
        letter = self.rng.choice(list(claim.diagnoses))
        claim.diagnoses[letter] = self.rng.choice(("M54.5", "724.5", "M54.99", "E11.0A", "I10.9", "R05", "J06.99"))
        return True

    def seventh_character_missing(self, claim):
        letter = self.pick(letter for letter, code in claim.diagnoses.items() if code[0] in "SW" and code[-1] == "A")
        if letter:
            claim.diagnoses[letter] = claim.diagnoses[letter][:-1]
        return letter is not None

    def external_cause_first(self, claim):
        if not any(code[0] == "S" for code in claim.diagnoses.values()):
            return False
        return self.put_first(claim, "W19.XXXA")

    def put_first(self, claim, code):
        claim.diagnoses = {"Z": code, **claim.diagnoses}
        for line in claim.lines:
            line.pointers = "Z" + line.pointers
        return True

    def manifestation_first(self, claim):
        return self.put_first(claim, self.rng.choice(("G63", "F02.80")))

    def germ_first(self, claim):
        return "N39.0" in claim.diagnoses.values() and self.put_first(claim, "B96.20")

    def diagnosis_twice(self, claim):
        claim.diagnoses["X"] = claim.diagnoses[next(iter(claim.diagnoses))]
        claim.lines[0].pointers += "X"
        return True

    def no_diagnosis(self, claim):
        self.rng.choice(claim.lines).pointers = ""
        return True

    def pointer_to_nothing(self, claim):
        self.rng.choice(claim.lines).pointers += "9"
        return True

    def add_diagnosis(self, claim, code, pointed=True):
        if code in claim.diagnoses.values() or len(claim.diagnoses) > 6:
            return False
        letter = "KLMN"[len(claim.diagnoses) % 4]
        claim.diagnoses[letter] = code
        if pointed:
            claim.lines[0].pointers += letter
        return True

    def diagnosis_not_used(self, claim):
        return self.add_diagnosis(claim, self.rng.choice(("I10", "E78.5", "Z79.899", "Z87.891")), False)

    def diagnoses_exclude(self, claim):
        excluding = {"E11.9": "E10.9", "E11.65": "E10.9", "J45.909": "J44.9", "R51.9": "G43.909", "K35.80": "K37", "M54.16": "M51.16",
                     "F33.1": "F32.9", "R10.9": "R19.7", "M54.2": "M50.20"}
        code = self.pick(code for code in claim.diagnoses.values() if code in excluding)
        return code is not None and self.add_diagnosis(claim, excluding[code])

    def symptom_beside_diagnosis(self, claim):
        symptoms = {"J18.9": "R05.9", "N39.0": "R30.0", "I50.9": "R06.02", "J44.9": "R06.02", "G43.909": "R51.9", "K35.80": "R10.9"}
        code = self.pick(code for code in claim.diagnoses.values() if code in symptoms)
        return code is not None and self.add_diagnosis(claim, symptoms[code])

    def combination_apart(self, claim):
        return "I10" in claim.diagnoses.values() and self.add_diagnosis(claim, self.rng.choice(("N18.30", "I50.9")))

    def partner_missing(self, claim):
        letter = self.pick(letter for letter, code in claim.diagnoses.items() if code == "E11.9")
        if letter:
            claim.diagnoses[letter] = "E11.22"
        return letter is not None

    def side_left_open(self, claim):
        open_sides = {"M25.561": "M25.569", "M25.562": "M25.569", "M25.511": "M25.519", "M25.512": "M25.519",
                      "M17.11": "M17.10", "M17.12": "M17.10", "G56.01": "G56.00", "G56.02": "G56.00"}
        letter = self.pick(letter for letter, code in claim.diagnoses.items() if code in open_sides)
        if letter:
            claim.diagnoses[letter] = open_sides[claim.diagnoses[letter]]
        return letter is not None

    def wrong_sex(self, claim):
        if not any(line.code in ("84153", "76830", "59400", "88175", "58300") for line in claim.lines):
            return False
        claim.sex = {"M": "F", "F": "M"}[claim.sex]
        return True

    def wrong_age(self, claim):
        if not any(line.code in ("99391", "99392", "99393", "99395", "99396") for line in claim.lines):
            return False
        claim.born -= datetime.timedelta(days=365 * 30)
        return True

    # Dates, places, people
    def late_charge(self, claim):
        claim.received = claim.date + datetime.timedelta(days=self.rng.choice((21, 30, 45, 60)))
        return True

    def past_filing(self, claim):
        claim.received = claim.date + datetime.timedelta(days=self.rng.choice((370, 400, 500)))
        return True

    def day_to_come(self, claim):
        claim.received = claim.date - datetime.timedelta(days=self.rng.choice((1, 2, 30)))
        return True

    def before_birth(self, claim):
        claim.born = claim.date + datetime.timedelta(days=1)
        return True

    def coverage_ended(self, claim):
        claim.coverage_end = "2026-04-30"
        return True

    def wrong_place(self, claim):
        if claim.form != "P" or not any(line.code in VISITS for line in claim.lines):
            return False
        claim.place = {"11": "23", "21": "11", "23": "11"}.get(claim.place, "11")
        return True

    def office_in_hospital(self, claim):
        line = self.pick(line for line in claim.lines if self.facts.globals.get(line.code) == "090")
        if line:
            claim.place = "11"
        return line is not None

    def npi_mistyped(self, claim):
        practice = copy.copy(claim.practice)
        practice.npi = practice.npi[:-1] + str((int(practice.npi[-1]) + 1) % 10)
        claim.practice = practice
        return True

    def nobody_ordered(self, claim):
        had = claim.ordering is not None
        claim.ordering = None
        return had

    def price_below_fee(self, claim):
        claim.price = 0.7
        return True

    def element_missing(self, claim):
        claim.dropped.append(self.rng.choice(("insurance", "provider", "created")))
        return True


# How often each is made, in thousandths of the spoiled claims.
WEIGHTS = [
    (100, "visit_without_25"), (30, "pair_without_59"), (40, "side_not_named"), (25, "side_contradicts"), (6, "side_on_a_visit"),
    (30, "needless_59"), (10, "needless_25"), (6, "needless_51"), (12, "modifier_unknown"), (6, "modifier_twice"),
    (20, "modifier_order"), (6, "modifiers_exclude"), (25, "no_component"), (6, "needless_component"), (5, "needless_50"),
    (8, "bilateral_twice"), (20, "therapy_without_plan"), (12, "anesthesia_without_payment_modifier"),
    (15, "screening_without_modifier"), (5, "assistant_as_physician"), (12, "complexity_with_25"),
    (4, "increased_without_report"), (60, "unbundled"), (20, "code_ended"), (12, "code_mistyped"), (20, "add_on_alone"),
    (25, "bundled_supply"), (10, "visit_not_covered"), (10, "consultation_to_medicare"), (12, "panel_in_pieces"),
    (6, "staff_visit_beside_injection"), (25, "new_patient_again"), (12, "two_visits"), (4, "unlisted_without_words"),
    (35, "units_over_limit"), (20, "drug_in_milligrams"), (4, "no_units"), (40, "line_twice"), (45, "diagnosis_heading"),
    (25, "diagnosis_unknown"), (12, "seventh_character_missing"), (4, "external_cause_first"), (15, "no_diagnosis"),
    (4, "pointer_to_nothing"), (30, "diagnosis_not_used"), (15, "diagnoses_exclude"), (15, "symptom_beside_diagnosis"),
    (15, "combination_apart"), (10, "partner_missing"), (30, "side_left_open"), (3, "wrong_sex"), (4, "wrong_age"),
    (40, "late_charge"), (6, "past_filing"), (4, "day_to_come"), (2, "before_birth"), (15, "coverage_ended"),
    (15, "wrong_place"), (3, "office_in_hospital"), (8, "npi_mistyped"), (12, "nobody_ordered"), (10, "price_below_fee"),
    (5, "element_missing"), (5, "needless_assistant"), (5, "needless_second_surgeon"), (3, "resident_alone"),
    (3, "study_without_number"), (5, "shared_visit_in_office"), (12, "surgery_decided_without_57"), (25, "visit_in_after_care"),
    (10, "both_sides_on_two_lines"), (4, "finger_of_the_other_side"), (12, "guidance_beside"), (8, "prolonged_too_short"),
    (4, "manifestation_first"), (4, "germ_first"), (8, "diagnosis_twice"),
]
