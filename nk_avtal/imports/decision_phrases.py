"""What is said of rows with decisions."""

from __future__ import annotations

from nk_avtal.domain.phrases import Phrase

NO_AGREEMENT = Phrase("Skriv vilket avtal beslutet gäller", "Say which agreement it is about")
NO_PARTY = Phrase("Skriv vilken kommun som beslutade", "Say which municipality decided")
NO_TOWN = Phrase(
    "Kommunen finns inte bland medlemmarna. Skriv namnet som det står i listan över kommuner",
    "The municipality is none of the members. Write its name as the list of members has it",
)
NOT_YOURS = Phrase(
    "Du kan bara ta in den egna kommunens beslut",
    "You can bring in the decisions of your own municipality only",
)
NO_SUCH_AGREEMENT = Phrase(
    "Avtalet finns inte. Skriv titeln eller numret som det står i listan över avtal",
    "The agreement is not here. Write its title or number as the list of agreements has it",
)
NO_SUCH_RECOMMENDATION = Phrase(
    "Rekommendationen finns inte. Skriv den som den heter här, eller lämna den tom",
    "The recommendation is not here. Write it as it is called here, or leave it empty",
)
NOT_ADDRESSED = Phrase(
    "Rekommendationen är inte ställd till den kommunen",
    "The recommendation is not addressed to that municipality",
)
NO_DAY = Phrase("Skriv beslutets datum", "Write the day of the decision")
NO_PARAGRAPH = Phrase("Skriv beslutets paragraf", "Write the paragraph of the decision")
NO_OUTCOME = Phrase("Skriv utfallet, till exempel Antagit", "Write the outcome, such as Antagit")
NO_ADDITION = Phrase("Skriv vilket tillägget är", "Write what the addition is")
NO_BODY = Phrase("Skriv vilket organ som beslutade, till exempel KF", "Say which body decided")
TWICE = (
    "Samma beslut står redan på rad {row}. Ta bort en av raderna",
    "The same decision stands on row {row} already. Remove one of the rows",
)
REGISTERED = Phrase(
    "Avtalet finns inte och registreras samtidigt, utan villkor",
    "The agreement is not here and is registered too, without terms",
)
UNKNOWN = Phrase(
    "Rekommendationen finns inte. Skriv när styrelsen rekommenderade, paragrafen och svarsdagen,"
    " eller lämna rekommendationen tom",
    "The recommendation is not here. Say when the board recommended, the paragraph and the reply"
    " day, or leave the recommendation empty",
)
REPLY_FIRST = Phrase(
    "Svarsdagen ska vara efter rekommendationen", "The reply day must be after the recommendation"
)
SENT_ELSEWHERE = Phrase(
    "Rekommendationen finns inte och registreras som redan skickad, utan mejl. Bara kommunerna i"
    " filen räknas som berörda",
    "The recommendation is not here and is registered as sent, without mail. Only municipalities"
    " in the file are concerned",
)
UNDECIDED = Phrase(
    "Cellen säger att inget är beslutat än. Den hoppas över",
    "The cell says that nothing is decided yet. It is skipped",
)
NEARLY = (
    "Ingen medlem heter så. Menas {town}? Skriv i så fall det. Annars sparas beslutet som en"
    " uppgift om den parten",
    "No member has that name. Is {town} meant? Then write that. Otherwise the decision is kept as"
    " information about that party",
)
UNKNOWN_PARTY = Phrase(
    "Ingen medlem heter så. Beslutet sparas som en uppgift om den parten",
    "No member has that name. The decision is kept as information about that party",
)
ONLY_TOLD = Phrase(
    "Beslutet hör inte till någon skickad rekommendation med dag och §. Det sparas som en uppgift"
    " och räknas inte i sammanställningar",
    "The decision belongs to no sent recommendation with day and §. It is kept as information and"
    " counts in no compilation",
)
NEEDED = {
    "decided_on": NO_DAY,
    "paragraph": NO_PARAGRAPH,
    "outcome": NO_OUTCOME,
    "body": NO_BODY,
}
"""What is said where a column that a decision cannot be without is empty."""
