"""What each head can answer. The order is the order of the network's outputs."""

ROLES = ["source", "cue", "content"]
ENTITIES = ["PERSON", "ORG", "GPE", "LOC", "NORP", "EVENT", "DATE", "MISC"]
KINDS = ["accusation", "denial", "claim_of_responsibility", "admission", "no_comment"]
CATEGORIES = [
    "commits_attack",
    "supports_terrorism",
    "harbours",
    "belongs_collaborates",
    "fails_to_act",
    "other",
]
QUOTATIONS = ["direct", "indirect", "mixed", "narrator"]


def begin_inside(names: list[str]) -> list[str]:
    return ["O", *(f"{prefix}-{name}" for name in names for prefix in "BI")]


#: Heads that label pieces; those of the treebank are added when it is read.
CLASSIFIERS = {
    "roles": begin_inside(ROLES),
    "entities": begin_inside(ENTITIES),
    "kinds": begin_inside(KINDS),
    "claim_cues": begin_inside(["cue"]),
    "speakers": begin_inside(["speaker"]),
    "targets": begin_inside(["target"]),
    "category": CATEGORIES,
    "quotation": QUOTATIONS,
    "hedged": ["plain", "hedged"],
}
#: Heads that point from one piece to another, or to nothing.
POINTERS = ["cue_of", "source_of", "speaker_of", "target_of", "claim_cue_of"]


def begin_of(labels: list[str], name: str) -> tuple[int, int]:
    """The numbers of a name's begin and inside labels."""
    return labels.index(f"B-{name}"), labels.index(f"I-{name}")
