"""Reports of an invented coast, each written twice and more: what the tests of stories compare."""
# ruff: noqa: E501 - a sentence a line

# One report and the same in other words, sentence for sentence, as another newsroom would have it.
HARBOR = """The harbor council of Saltmarsh voted on Tuesday night to close the old ferry pier for the winter.
Engineers had found eleven cracked beams under the northern end of the structure last week.
Councillor Ines Varga said nobody should have to cross rotten wood to reach the boat.
The pier was built in 1931 and carried four thousand passengers a day before the bridge opened.
Repairs will cost about two million crowns and should be finished before Easter.
Until then the ferries are going to leave from the fish market quay, ten minutes further south.
Shopkeepers near the pier fear that they will lose most of their winter trade.
Baker Tomas Lind, whose shop faces the gates, wants the city to pay for his lost mornings.
The council promised a decision on compensation at its next meeting in December.
A petition against the closure collected nine hundred signatures within three days.
Its authors argue that a temporary walkway would be cheaper than moving the boats.
The harbor master called the walkway a nice drawing and a bad idea in a westerly gale."""

HARBOR_AGAIN = """Saltmarsh is shutting its old ferry pier until spring after a vote of the harbor council late on Tuesday.
Under the northern end of it engineers last week discovered that eleven beams were cracked.
Nobody ought to walk over rotten wood just to reach a boat, according to councillor Ines Varga.
Opened in 1931, the pier had four thousand passengers every day until the bridge was built.
The repairs, which are to be finished by Easter, will cost the city some two million crowns.
Boats leave in the meantime from the quay of the fish market, a walk of ten minutes to the south.
Traders around the pier are afraid of losing the better part of their winter business.
Tomas Lind, a baker with a shop facing the gates, demands that the city pays for mornings he loses.
About compensation the council will decide at the December meeting, it promised.
Within three days nine hundred people put their signatures under a petition against the closure.
A temporary walkway, its authors say, would come cheaper than moving all the boats.
To the harbor master the walkway is a nice drawing but a bad idea when a westerly gale blows."""

# The same town, the same week, another matter.
MARKET = """The fish market of Saltmarsh has a new roof, and for the first time in a decade it does not drip.
Glaziers from the mainland spent the whole summer fitting three hundred panes of thick glass.
Market warden Olga Petrus climbed the scaffold every morning to count them with her own finger.
The herring sellers complain that the light makes their wares look older than they are.
A school class painted the iron pillars in the colors of the four fishing families.
On Saturday a brass band will play under the glass until the last crate of mussels is sold.
The old tiles were given to gardeners, who collected them in barrows before breakfast.
Visitors from the island asked whether the roof would survive a storm like that of 1987.
The architect answered that she had tested a pane with a dropped anchor and a heavy heart.
Nobody has yet decided where the gulls that lived in the rafters are supposed to go.
The town clerk suggested the spire of the chapel, and the vicar suggested the town hall.
Stalls reopen on Friday at six in the morning, with coffee for everybody who helps to carry."""

STATEMENT = (
    "\u201cWe have listened to every family on the quay, we have read every letter, and we will not"
    " rest before the last boat, the last net and the last barrel are back where they belong, in the"
    " hands of the people of this coast, who have waited long enough for somebody to say so aloud,"
    " and whose patience, I promise, shall not be tested again by anybody in this house,\u201d"
)
QUOTED = f"""The minister opened the new lighthouse of Gull Point with a speech in the rain.
{STATEMENT} the minister said.
Afterward a choir of keepers sang, and the lamp was lit by the oldest of them.
The tower is forty meters high and replaces one that fell into the sea nine years ago."""
QUOTED_ELSEWHERE = f"""Opposition politicians mocked the government's plans for the herring fleet on Thursday.
{STATEMENT} they heard from the lectern, while the fleet itself is for sale.
The party wants a vote of no confidence before the holidays and is looking for eleven more members.
Analysts doubt that it will find them, since nobody wants an election in January."""

# The same night as a third newsroom tells it, which chose nearly all of its words anew.
HARBOR_FREE = """Winter passengers in Saltmarsh will have to do without their old ferry pier, the harbor council ruled on Tuesday.
Inspectors looking under the northern end of the structure found cracks in eleven of its beams a week earlier.
"No one should be made to walk across rotten wood," Ines Varga, a councillor, told colleagues before the vote.
Until the bridge came, some four thousand passengers a day used the pier, which dates from 1931.
The city puts the bill for repairs at two million crowns and hopes to be done before Easter.
Ferries move to the quay at the fish market for now, ten minutes on foot to the south.
For shopkeepers along the old pier that means a winter with little trade, and they are afraid of it.
"I want my lost mornings paid," said Tomas Lind, the baker whose shop stands opposite the gates.
Whether there will be compensation is to be settled in December, when the council meets again.
Opponents of the closure needed three days to gather nine hundred signatures for their petition.
They say it would be cheaper to build a temporary walkway than to move the boats elsewhere.
The harbor master disagreed: a walkway was a nice idea on paper, he said, and a bad one in a gale."""

HAFEN = """Der Hafenrat von Salzmarsch hat am Dienstagabend beschlossen, den alten Anleger der Fähre im Winter zu sperren.
Ingenieure hatten vergangene Woche unter dem nördlichen Ende elf gerissene Balken entdeckt.
Niemand solle über morsches Holz gehen müssen, um das Boot zu erreichen, sagte Stadträtin Ines Varga.
Der Anleger wurde 1931 gebaut und zählte viertausend Fahrgäste am Tag, bevor die Brücke kam.
Die Reparatur kostet ungefähr zwei Millionen Kronen und soll vor Ostern beendet sein.
Bis dahin legen die Fähren am Kai des Fischmarkts ab, zehn Minuten weiter südlich.
Die Ladenbesitzer am Anleger fürchten um den größten Teil ihres Wintergeschäfts.
Bäcker Tomas Lind, dessen Laden den Toren gegenüber liegt, verlangt Geld für verlorene Morgen.
Über eine Entschädigung will der Rat in der Sitzung im Dezember entscheiden.
Eine Petition gegen die Sperrung sammelte in drei Tagen neunhundert Unterschriften."""
HAFEN_ANDERS = """Den Winter über bleibt der alte Anleger der Fähre in Salzmarsch gesperrt, beschloss der Hafenrat am Dienstagabend.
Elf gerissene Balken hatten Ingenieure in der vergangenen Woche unter seinem nördlichen Ende gefunden.
Stadträtin Ines Varga sagte, über morsches Holz solle niemand zum Boot gehen müssen.
Bevor die Brücke gebaut wurde, hatte der Anleger von 1931 am Tag viertausend Fahrgäste.
Vor Ostern soll die Reparatur beendet sein, die etwa zwei Millionen Kronen kostet.
Die Fähren fahren bis dahin vom Kai am Fischmarkt, zehn Minuten südlich davon.
Um den größten Teil des Wintergeschäfts fürchten die Besitzer der Läden am Anleger.
Geld für seine verlorenen Morgen verlangt der Bäcker Tomas Lind, dessen Laden gegenüber den Toren liegt.
Der Rat will im Dezember in seiner Sitzung über eine Entschädigung entscheiden.
Neunhundert Unterschriften kamen in drei Tagen für eine Petition gegen die Sperrung zusammen."""

PUERTO = """El consejo del puerto de Salmarisma decidió el martes por la noche cerrar el viejo muelle del transbordador durante el invierno.
Los ingenieros habían encontrado la semana pasada once vigas agrietadas bajo el extremo norte.
La concejala Inés Varga dijo que nadie debería cruzar madera podrida para llegar al barco.
El muelle fue construido en 1931 y llevaba cuatro mil pasajeros al día antes del puente.
La reparación costará unos dos millones de coronas y terminará antes de Pascua.
Hasta entonces los barcos saldrán del muelle de la lonja, diez minutos más al sur.
Los comerciantes del muelle temen perder la mayor parte de sus ventas de invierno.
El panadero Tomás Lind, cuya tienda está frente a las puertas, pide dinero por sus mañanas perdidas.
El consejo prometió decidir sobre una compensación en la reunión de diciembre.
Una petición contra el cierre reunió novecientas firmas en tres días."""
PUERTO_OTRO = """Durante todo el invierno estará cerrado el viejo muelle del transbordador de Salmarisma, según decidió el martes el consejo del puerto.
Bajo su extremo norte los ingenieros encontraron once vigas agrietadas hace una semana.
Nadie debería pisar madera podrida para subir al barco, dijo la concejala Inés Varga.
Construido en 1931, el muelle tenía cuatro mil pasajeros cada día hasta que llegó el puente.
Unos dos millones de coronas costará la reparación, que debe terminar antes de Pascua.
Mientras tanto los barcos salen del muelle de la lonja, a diez minutos hacia el sur.
Perder la mayor parte de las ventas del invierno es lo que temen los comerciantes del muelle.
Tomás Lind, panadero con una tienda frente a las puertas, quiere dinero por las mañanas perdidas.
Sobre la compensación decidirá el consejo en su reunión de diciembre, como prometió.
En tres días la petición contra el cierre tuvo novecientas firmas."""

CHINESE = """盐沼镇港务委员会周二晚间投票决定，在冬季关闭旧渡轮码头。
工程师上周在码头北端发现十一根木梁出现裂缝。
委员伊内斯说，任何人都不应该踩着腐烂的木头去坐船。
这座码头建于一九三一年，在大桥开通之前每天运送四千名乘客。
维修费用约为两百万克朗，预计在复活节之前完成。
在此期间，渡轮将从向南十分钟路程的鱼市码头出发。
码头附近的店主担心失去大部分冬季生意。
面包师托马斯的店铺正对大门，他希望镇里赔偿他失去的早晨。
委员会答应在十二月的会议上就补偿作出决定。
反对关闭的请愿书三天之内收集到九百个签名。"""
CHINESE_AGAIN = """盐沼镇的旧渡轮码头整个冬季都将关闭，港务委员会周二晚间作出了这一决定。
上周，工程师在码头北端发现有十一根木梁已经出现裂缝。
委员伊内斯表示，坐船的人不应该踩着腐烂的木头走过去。
大桥开通之前，这座建于一九三一年的码头每天要运送四千名乘客。
预计复活节之前可以完成的维修大约需要两百万克朗。
渡轮在此期间改从鱼市码头出发，向南走大约十分钟路程。
店主们担心，冬季生意的大部分会因此失去。
店铺正对着大门的面包师托马斯要求镇里为失去的早晨赔偿他。
委员会说，将在十二月的会议上对补偿的问题作出决定。
三天之内，反对关闭码头的请愿书已经收集到九百个签名。"""
CHINESE_OTHER = """鱼市有了新的屋顶，十年来第一次不再漏水。
来自大陆的工匠花了整个夏天安装三百块厚玻璃。
市场管理员每天早晨爬上脚手架，亲手一块一块地数。
卖鲱鱼的人抱怨说，光线让他们的货看起来不新鲜。
一个小学班级把铁柱漆成了四个渔家的颜色。
周六将有铜管乐队在玻璃下面演奏，直到最后一箱贻贝卖完。"""

JAPANESE = """塩沼町の港湾評議会は火曜日の夜、冬のあいだ古い渡し船の桟橋を閉めることを決めた。
技師たちは先週、北の端の下に割れた梁を十一本見つけていた。
評議員は、船に乗るために腐った木の上を歩く人がいてはならないと話した。
桟橋は一九三一年に建てられ、橋が開くまでは一日に四千人を運んでいた。
修理には約二百万クローネかかり、復活祭の前に終わる見込みである。
それまで渡し船は、南へ十分ほど歩いた魚市場の岸壁から出る。"""

ARABIC = """قرر مجلس ميناء الملاحة مساء الثلاثاء إغلاق رصيف العبارات القديم طوال فصل الشتاء.
وكان المهندسون قد عثروا الأسبوع الماضي على أحد عشر عارضة متشققة تحت الطرف الشمالي.
وقالت عضو المجلس إيناس فارغا إنه لا ينبغي لأحد أن يمشي على خشب متعفن للوصول إلى القارب.
بني الرصيف عام ألف وتسعمئة وواحد وثلاثين وكان ينقل أربعة آلاف راكب يوميا قبل افتتاح الجسر.
وستكلف الإصلاحات نحو مليوني كرونة ومن المتوقع أن تنتهي قبل عيد الفصح.
وحتى ذلك الحين ستغادر العبارات من رصيف سوق السمك على بعد عشر دقائق جنوبا.
ويخشى أصحاب المتاجر القريبة من الرصيف أن يفقدوا معظم تجارتهم الشتوية."""

# What is left on pages of many outlets when cleaning has missed it.
FURNITURE = """This text was first published in the printed edition and may have been shortened for clarity and length.
Readers who have found a mistake can write to the desk, which answers every letter within a week or two."""


def paragraphs(text: str) -> list[str]:
    """A report as an archive has it: a block a line."""
    return text.split("\n")
