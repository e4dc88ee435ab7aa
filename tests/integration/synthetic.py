"""Synthetic messages and resources."""

import copy

NPI = "1234567893"


def dft(control_id, lines=("45385", "45380"), version="2.5.1", patient="TEST0001", visit="TESTVISIT1", name="SAMPLE^SYLVIA",
        time="20260514153012", sender="TESTEHR", units=None):
    """A DFT^P03 as bytes; a line is a code or (code, modifiers)."""
    segments = [
        f"MSH|^~\\&|{sender}|TESTSITE|CHARGELINT|HUB|{time}||DFT^P03^DFT_P03|{control_id}|P|{version}",
        f"EVN|P03|{time}",
        f"PID|1||{patient}^^^TESTSITE^MR||{name}^^^^^D||19580305|F",
        f"PV1|1|O|PAIN^^^TESTSITE||||{NPI}^EXAMPLE^ERIN^^^^MD^^NPI^^^^NPI||||||||||||{visit}",
    ]
    for number, line in enumerate(lines, 1):
        code, modifiers = (line, ()) if isinstance(line, str) else line
        quantity = (units or {}).get(number, 1)
        segments.append(
            f"FT1|{number}|T{number}||20260513|20260514|CG|{code}^^C4|||{quantity}||||||||O|M54.12^^I10|"
            f"{NPI}^EXAMPLE^ERIN^^^^MD^^NPI^^^^NPI|||||{code}^^C4|{'~'.join(modifiers)}"
        )
    segments.append("DG1|1||M54.12^^I10|||F")
    return ("\r".join(segments) + "\r").encode()


_CLAIM = {
    "resourceType": "Claim",
    "id": "TESTCLAIM1",
    "status": "active",
    "type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/claim-type", "code": "professional"}]},
    "use": "claim",
    "patient": {"reference": "Patient/TEST0001"},
    "created": "2026-05-14",
    "provider": {"reference": "Practitioner/TESTDOCTOR"},
    "priority": {"coding": [{"code": "normal"}]},
    "diagnosis": [
        {
            "sequence": 1,
            "diagnosisCodeableConcept": {
                "coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "M54.12"}]
            },
        }
    ],
    "insurance": [{"sequence": 1, "focal": True, "coverage": {"display": "Medicare Part B"}}],
}


def claim(codes=("45385", "45380"), **members):
    """A FHIR Claim as a dictionary."""
    resource = copy.deepcopy(_CLAIM)
    resource["item"] = [
        {
            "sequence": number,
            "diagnosisSequence": [1],
            "productOrService": {"coding": [{"system": "http://www.ama-assn.org/go/cpt", "code": code}]},
            "servicedDate": "2026-05-13",
            "locationCodeableConcept": {
                "coding": [
                    {
                        "system": "https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set",
                        "code": "11",
                    }
                ]
            },
            "quantity": {"value": 1},
        }
        for number, code in enumerate(codes, 1)
    ]
    resource.update(members)
    return resource
