"""Captions with their credits, in the ways that papers write them; and captions that have none."""

import time

import pytest

from cleaners.about.credit import parted

QUAY = "The quay at dawn."


@pytest.mark.parametrize(
    "credit",
    [
        "Photo: Jon Berg",
        "Photo by Jon Berg",
        "Photo by Jon Berg on Unsplash",
        "PHOTO BY JON BERG",
        "File photo: Jon Berg",
        "Photo courtesy of Quay Museum",
        "Courtesy Quay Museum, Lanternport",
        "Image source: Quay Museum",
        "Photo | Quay Media",
        "Photo Credit: Jon Berg (quay.example)",
        "Bildquelle: Jon Berg/dpa",
        "Bildrechte: Quay-Radio",
        "Symbolfoto: Jon Berg",
        "Foto: privat",
        "Crédit photo : Jon Berg",
        "Fotografía: Jon Berg",
        "Crédito: Divulgação",
        "Foto di Jon Berg",
        "Beeld: Jon Berg",
        "Källa: Jon Berg",
        "Fot. Jon Berg",
        "Фото: Иван Горский",
        "Ảnh: Quay Media",
        "사진=김항구",
        "تصوير: سليم المرفأ",
        "Jon Berg / Reuters",
        "Jon C. Berg/AP",
        "J.J. Berg, Getty Images",
        "Jon Berg—Getty Images",
        "Jon Berg/Pool via Reuters",
        "AFP/Jon Berg",
        "EFE/ Jon Berg",
        "Getty Images",
        "© Jon Berg",
        "©Photo: Jon Berg",
    ],
)
def test_a_credit_behind_its_caption(credit: str):
    assert parted(f"{QUAY} {credit}") == (QUAY, credit)
    assert parted(credit) == ("", credit)


@pytest.mark.parametrize(
    "credit",
    [
        "Photo: Jon Berg",
        "Photo Jon Berg. AFP",
        "Jon Berg/Courier via AP",
        "AP Photo/Jon Berg",
        "AP",
        "Courtesy of Jon Berg",
        "Imagem: Jon Berg",
        "사진 출처 = 연합뉴스",
    ],
)
def test_a_credit_in_brackets(credit: str):
    assert parted(f"{QUAY} ({credit})") == (QUAY, credit)
    assert parted(f"{QUAY} [{credit}]") == (QUAY, credit)


@pytest.mark.parametrize(
    ("caption", "told", "credit"),
    [
        ("The quay at dawn Photo: Jon Berg", "The quay at dawn", "Photo: Jon Berg"),
        ("The quay at dawn — Photo: Jon Berg", "The quay at dawn", "Photo: Jon Berg"),
        ("夜明けの埠頭（写真：浜田さくら）", "夜明けの埠頭", "写真：浜田さくら"),
        ("夜明けの埠頭＝浜田さくら撮影", "夜明けの埠頭", "浜田さくら撮影"),
        ("清晨的码头。（李港 摄）", "清晨的码头。", "李港 摄"),
        ("清晨的码头。李港 摄", "清晨的码头。", "李港 摄"),
        ("清晨的码头。图片来源：港口晚报", "清晨的码头。", "图片来源：港口晚报"),
        ("CreditJon Berg for The Quay Post", "", "Jon Berg for The Quay Post"),
        ("Seen on 3 July. Jon Berg / AP", "Seen on 3 July.", "Jon Berg / AP"),
    ],
)
def test_a_credit_of_another_form(caption: str, told: str, credit: str):
    assert parted(caption) == (told, credit)


@pytest.mark.parametrize(
    "caption",
    [
        "A photo by the harbour wall shows the ferry at dawn, leaving.",
        "The spring at the source: there the water is cold.",
        "The ferry (left) and the tug (right).",
        "The exhibition opens with a photo by Ada Fenwick",
        "Foto de familia of the harbour masters",
        "Creditors of the shipyard wait at the gate.",
        "The quay of AP/Quay Shipping was rebuilt.",
        "She photographed the strike and sold her plates to Reuters.",
        "Tontine Coffee House, Lanternport, 1797 in a painting for Getty",
        "Image 3: How a lock works",
        "A street in Vijayawada, AP",
        "Photo: in 1911 the ferry sank with nine people, and nobody was told for a week or two.",
        "",
    ],
)
def test_a_caption_without_credit_stays_whole(caption: str):
    assert parted(caption) == (caption, "")


@pytest.mark.parametrize(
    "piece", ["Photo: ", "(", "photo ", "A/", "©", "Bild & ", "/ ", ") ", "AP/"]
)
def test_no_caption_takes_long(piece: str):
    began = time.perf_counter()
    parted((piece * 2000)[:2000])
    assert time.perf_counter() - began < 0.5
