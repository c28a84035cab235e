"""The names of months in the languages of the world, by the letters that they begin with."""

from typing import Final

# January to December. First letters, as far as these are enough to tell months apart; whole words
# where the letters begin other words too, or are followed by vowel signs; _ stands for a space.
_NAMES = """
jan ene gen янв яну јан січ студз sty oca يناير جانفي ينا jän ian led ιαν tammik jaan
sausio siječ janar जनवरी ינואר كانون_الثاني

feb fév fev фев феб лют lut şub فبراير فيفري شباط úno φεβ helmik veebr vasario velja
shkurt फरवरी फ़रवरी פברואר

mar mär maa мар бер сакав mrt مارس آذار már bře μαρ maalisk kovo ožuj मार्च מרץ

apr avr abr апр кві красав kwi nis أبريل ابريل أفريل نيسان ápr dub απρ huhtik balandžio
travn prill अप्रैल אפריל

may mai maj maí mag mei мая май мај тра مايو ماي أيار máj kvě μαΐ μαϊ toukok gegužės
svib मई מאי

jun juin giu июн юни јун чер чэрв cze haz يونيو جوان حزيران jún jūn iun červn ιουν kesäk
juuni birželio lipnj qershor जून יוני

jul juil lug июл юли јул лип ліп lip tem يوليو يوليوز جويلية تموز júl jūl iul červenc
ιουλ heinäk juuli liepos srpnj korrik जुलाई יולי

aug aoû aou ago avg ágú авг сер жнів sie ağu أغسطس اغسطس أوت غشت آب agu srp αυγ elok
rugpjūčio kolovoz gusht ogos अगस्त אוגוסט

sep set сен сеп вер wrz eyl سبتمبر شتنبر أيلول sze zář σεπ syysk rugsėjo rujn shtator
सितंबर सितम्बर ספטמבר

oct okt out ott окт жов кастр paź eki أكتوبر اكتوبر تشرين_الأول říj οκτ lokak spalio
tetor अक्टूबर अक्तूबर אוקטובר

nov nóv ноя ное лис ліс kas lis نوفمبر نونبر تشرين_الثاني noi νοε marrask lapkričio
studenog nëntor नवंबर नवम्बर נובמבר

dec dez déc dic дек гру снеж gru ara ديسمبر دجنبر كانون_الأول des pro δεκ jouluk
gruodžio dhjetor disember दिसंबर दिसम्बर דצמבר
"""
MONTH_OF: Final = {
    start.replace("_", " "): number
    for number, starts in enumerate(_NAMES.strip().split("\n\n"), 1)
    for start in starts.split()
}
# "3. listopada" is October in Croatia; without the dot it is November in Poland.
MONTHS: Final = r"(?<=\. )listopada|" + "|".join(sorted(MONTH_OF, key=len, reverse=True))
MONTH_OF["listopada"] = 10
