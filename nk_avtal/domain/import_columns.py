"""The columns that each kind of file has, by the names under which people keep them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class ImportKind(StrEnum):
    """What a file holds."""

    AGREEMENTS = "agreements"
    DECISIONS = "decisions"
    MEETINGS = "meetings"
    PEOPLE = "people"


@dataclass(frozen=True)
class Column:
    """A column of a kind: `name` is its heading in what is exported, the others are taken for it.

    `longest` is how many characters it may hold; `example` stands in the template.
    """

    key: str
    name: str
    others: tuple[str, ...] = ()
    longest: int = 4000
    example: str = ""
    needed: bool = False


def _c(key: str, name: str, others: str = "", longest: int = 4000, example: str = "") -> Column:
    return Column(key, name, tuple(filter(None, others.split("|"))), longest, example)


_NUMBERS = "nr|nummer|avtalsnummer|avtalsnr|nk nr|number"

AGREEMENT_COLUMNS = (
    _c("number", "NK-nummer", f"{_NUMBERS}|id|dnr|diarienummer|diarienr", 40, "NK 2026-014"),
    Column(
        "title",
        "Titel",
        (
            "avtal",
            "namn",
            "avtalets namn",
            "avtalsnamn",
            "benämning",
            "rubrik",
            "överenskommelse",
            "avtalets titel",
            "avtalstitel",
            "title",
            "name",
        ),
        250,
        "Överenskommelse om läkarmedverkan",
        needed=True,
    ),
    _c("kind", "Typ", "avtalstyp|slag|dokumenttyp|kind|type", example="Överenskommelse"),
    _c("areas", "Områden", "område|verksamhetsområde|sektor|area|areas", example="Socialtjänst"),
    _c(
        "parties",
        "Parter",
        "part|avtalsparter|motpart|kommuner|avtalspart|ingående kommuner|berörda kommuner|parties",
        example="Alla kommuner; Region Norrbotten",
    ),
    _c("other_parties", "Andra parter", "övriga parter|externa parter|motparter"),
    _c("stage", "Skede", "status|läge|avtalsstatus|stage", example="Gäller"),
    _c(
        "start",
        "Gäller från",
        "startdatum|start|fr o m|från|avtalsstart|giltig från|gäller fr o m|gäller fr om|from"
        "|giltigt från|giltigt fr o m|giltig fr o m|giltigt from|fr om|valid from",
        example="2025-01-01",
    ),
    _c(
        "end",
        "Gäller till",
        "slutdatum|slut|t o m|till|avtalsslut|giltig till|gäller till och med|gäller t o m|löper ut"
        "|upphör|gäller tom|giltigt till|giltigt t o m|giltig t o m|giltigt tom|t om|to|valid to",
        example="tills vidare",
    ),
    _c("first_term", "Första avtalstid", "avtalstid|avtalsperiod|löptid", 20, "3 år"),
    _c("following_term", "Förlängs med", "förlängning|förlängningstid|prolongation", 20, "1 år"),
    _c("max_prolongations", "Högst antal förlängningar", "antal förlängningar"),
    _c("longest", "Längsta sammanlagda tid", "längsta tid|max tid", 20),
    _c(
        "notice_period",
        "Uppsägningstid",
        "uppsägning|uppsägn tid|upps tid|notice period",
        20,
        "12 månader",
    ),
    _c("anchor", "Upphör vid"),
    _c("counted_from", "Uppsägningstiden räknas från"),
    _c("valid_when", "Uppsägningen gäller när"),
    _c("notice_by_members", "Kommunerna beslutar om uppsägning"),
    _c("option_step", "Option förlänger med", "option", 20),
    _c("option_times", "Antal optioner"),
    _c("option_use_by", "Option används senast", "", 20),
    _c("options_used", "Använda optioner"),
    _c("review_on", "Nästa uppföljning", "uppföljning|uppföljs|översyn"),
    _c("notice_given_on", "Uppsagt den", "uppsagt|uppsagd"),
    _c("notice_ends_on", "Upphör efter uppsägning"),
    _c("clause", "Så står det i avtalet", "klausul|villkor|avtalsvillkor|clause"),
    _c("summary", "Vad avtalet reglerar", "sammanfattning|innehåll|beskrivning|syfte|summary"),
    _c(
        "responsible",
        "Ansvarig",
        "handläggare|kontaktperson|avtalsansvarig|ansvarig tjänsteperson|responsible",
        254,
    ),
    _c("manager", "Chef", "ansvarig chef|manager", 254),
    _c(
        "rules",
        "Fler uppsägningsregler",
        "uppsägningsregler|övriga uppsägningsregler",
        4000,
        "Ändring av priser: 6 månader | Årsskifte",
    ),
    _c("counterparty_contact", "Motpartens kontakt", "kontakt motpart", 200),
    _c("decided_by", "Beslutas i kommunen av", "beslutsnivå|beslutas av"),
    _c(
        "compensation",
        "Ersättning och kostnader",
        "ersättning|kostnad|kostnader|kostnadsfördelning|fördelningsnyckel|cost sharing",
    ),
    _c("legal_basis", "Rättslig grund", "lagrum|laglig grund", 250),
    _c("cooperation", "Avtalssamverkan", "avtalssamverkan 9 37 kl"),
    _c(
        "entry_condition",
        "Börjar gälla",
        "villkor för ikraftträdande|ikraftträdande|träder i kraft",
        example="När ett visst antal kommuner har antagit",
    ),
    _c("entry_at_least", "Minst antal kommuner", "antal kommuner som krävs", example="10"),
    _c("entry_share", "Minst andel av invånarna (%)", "andel av invånarna", example="66,67"),
    _c("entry_counted_on", "Invånarna räknade"),
    _c("entry_named", "Kommuner som måste anta", example="Luleå; Piteå"),
    _c("entry_counterparty", "Motparten måste ha beslutat", example="ja"),
    _c("entry_by", "Antagandet räknas"),
    _c("entry_latest", "Faller om det inte har börjat gälla"),
    _c("entry_outsiders", "De som inte antar"),
    _c("entry_outsiders_note", "Om dem som inte antar", "", 4000),
    _c("goals", "Mål", "målområden|goals", 4000, "A2030-3 God hälsa och välbefinnande"),
    _c("replaces", "Ersätter", "ersätter avtal|replaces", 4000, "NK 2019-003"),
    _c("under", "Hör till", "hör till avtal|huvudavtal|ramavtal", 4000),
    _c("related", "Hänger ihop med", "se även|relaterade avtal", 4000),
    _c("published", "I det öppna registret", "publicerat|publicerad|öppna registret"),
    _c("sources", "Källor", "källa|source"),
    _c("source_note", "Anmärkning", "anmärkningar|kommentar|kommentarer|notering|anteckning|note"),
    _c("slug", "Adress", "slug", 120),
)
DECISION_COLUMNS = (
    _c("number", "NK-nummer", f"{_NUMBERS}|agreement id", 40, "NK 2026-014"),
    Column(
        "agreement",
        "Avtal",
        (
            "titel",
            "avtalets namn",
            "avtalsnamn",
            "namn",
            "benämning",
            "överenskommelse",
            "agreement",
            "matter title",
        ),
        250,
        "Överenskommelse om läkarmedverkan",
        needed=True,
    ),
    _c("slug", "Avtalets adress", "", 120),
    _c("matter", "Ärende", "ärendemening|ärenderubrik|rubrik i protokollet|matter", 250),
    _c("recommendation", "Rekommendation", "recommendation", 250),
    _c("recommended_on", "Rekommenderat den", "styrelsens datum"),
    _c("board_paragraph", "Styrelsens §", "styrelsens paragraf", 40),
    _c("reply_by", "Svara senast", "svarsdatum|svar senast"),
    _c("party", "Kommun", "part|beslutande|municipality|party", 120, "Piteå"),
    _c("body", "Organ", "beslutsorgan|instans|beslutat av|body", 120, "Kommunfullmäktige"),
    _c(
        "decided_on",
        "Beslutsdatum",
        "datum|beslutat|beslutad|beslutsdag|sammanträdesdatum|meeting date|decided on",
        example="2026-10-26",
    ),
    _c("paragraph", "§", "paragraf|paragraph|§ nr|paragrafnummer", 40, "142"),
    _c("reference", "Dnr", "diarienummer|diarienr|ärendenummer|reference", 40, "KS 2026-318"),
    _c("outcome", "Utfall", "beslut|resultat|outcome|decision", 250, "Antagit"),
    _c("addition", "Tillägg", "villkor|reservation|conditions or reservation|förbehåll"),
    _c("reason", "Skäl", "motivering"),
    _c("returns_on", "Tas upp igen"),
    _c("approved_on", "Justerat"),
    _c("announced_on", "Anslaget", "anslag|anslagsdatum"),
    _c("taken_down_on", "Anslaget togs ner"),
    _c("in_force_on", "Laga kraft"),
    _c("changed_text", "Ändrad text"),
    _c("note", "Anteckning", "anmärkning|kommentar|notering|note"),
    _c("evidence", "Underlag", "evidence", 120),
    _c("source", "Källa", "källor|source"),
)
MEETING_COLUMNS = (
    _c("owner", "Kommun", "municipality|förbund", 120, "Piteå"),
    Column(
        "body",
        "Organ",
        ("nämnd", "instans", "sammanträde", "möte", "summary", "body"),
        120,
        "Kommunfullmäktige",
        needed=True,
    ),
    Column(
        "held_on",
        "Datum",
        ("sammanträdesdatum", "mötesdag", "dag", "mötesdatum", "date"),
        example="2027-02-15",
        needed=True,
    ),
    _c(
        "hand_in_by",
        "Handlingar senast",
        "sista dag att lämna in|beredning|inlämning|handlingar|stoppdatum|hand in by",
        example="2027-02-01",
    ),
    _c("place", "Plats", "lokal|location|place", 120, "Stadshuset"),
)
PEOPLE_COLUMNS = (
    Column(
        "email",
        "E-post",
        ("e postadress", "epost", "mejl", "mail", "e mail", "email", "adress"),
        254,
        "handlaggare@kommun.example",
        needed=True,
    ),
    Column("name", "Namn", ("för och efternamn", "name"), 120, "Handläggaren", needed=True),
    Column("role", "Roll", ("behörighet", "role"), 40, "Kommunhandläggare", needed=True),
    _c("municipality", "Kommun", "kommunkod|organisation|municipality", 120, "Piteå"),
    _c("active", "Aktivt", "aktiv|active", 10, "ja"),
    _c("language", "Språk", "language", 10, "sv"),
)
COLUMNS: dict[ImportKind, tuple[Column, ...]] = {
    ImportKind.AGREEMENTS: AGREEMENT_COLUMNS,
    ImportKind.DECISIONS: DECISION_COLUMNS,
    ImportKind.MEETINGS: MEETING_COLUMNS,
    ImportKind.PEOPLE: PEOPLE_COLUMNS,
}


def named(kind: ImportKind, key: str) -> Column | None:
    """The column of a kind with this key."""
    return next((one for one in COLUMNS[kind] if one.key == key), None)


def headings(columns: Sequence[Column]) -> list[str]:
    """The first row of what is exported."""
    return [one.name for one in columns]
