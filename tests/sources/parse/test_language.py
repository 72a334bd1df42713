import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sources.parse import require_english
from sources.parse.errors import NotEnglish

ENGLISH = (
    "The minister said on Tuesday that his country had no part in the attack on the "
    "market, and that those who said otherwise had to show what they knew."
)
OTHERS = {
    "es": "El ministro dijo el martes que su país no tuvo parte en el ataque contra el "
    "mercado, y que quienes dijeran otra cosa debían mostrar lo que sabían.",
    "fr": "Le ministre a dit mardi que son pays n'avait eu aucune part à l'attaque du "
    "marché, et que ceux qui disaient autre chose devaient montrer ce qu'ils savaient.",
    "de": "Der Minister sagte am Dienstag, sein Land habe keinen Anteil an dem Angriff "
    "auf den Markt, und wer anderes sage, müsse zeigen, was er wisse und woher.",
    "ru": "Министр сказал во вторник, что его страна не имела отношения к нападению на "
    "рынок и что те, кто говорит иное, должны показать, что им известно об этом деле.",
    "ar": "قال الوزير يوم الثلاثاء إن بلاده لم يكن لها أي دور في الهجوم على السوق وإن "
    "على من يقول غير ذلك أن يبين ما يعرفه عن هذا الأمر وعمن كان وراءه حقا",
    "id": "Menteri itu mengatakan pada hari Selasa bahwa negaranya tidak terlibat "
    "dalam serangan di pasar, dan mereka yang berkata lain harus menunjukkan buktinya.",
    "ja": "大臣は火曜日に、市場への攻撃に自国は関与していないと述べ、"
    "別のことを言う者は知っていることを示すべきだと語った。",
}


@pytest.mark.parametrize("text", [ENGLISH, ENGLISH.upper()])
def test_english_passes_in_any_case(text: str) -> None:
    require_english(text)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("change", [str, str.upper])
def test_other_languages_are_refused(
    language: str, change: Callable[[str], str]
) -> None:
    with pytest.raises(NotEnglish, match="not English"):
        require_english(change(OTHERS[language]))


def test_a_few_words_are_too_little_to_tell() -> None:
    require_english("El ministro dijo que no.")


def test_names_from_elsewhere_do_not_make_a_text_foreign() -> None:
    require_english(
        "Mullah Abdul Ghani Baradar met Khawaja Muhammad Asif and Sartaj Aziz in "
        "Rawalpindi. Lashkar-e-Taiba, Jaish-e-Mohammed and Harkat-ul-Mujahideen were "
        "named by Ajit Doval, who had come from Srinagar by way of Muzaffarabad."
    )


def test_no_document_of_the_benchmark_is_refused(shared: Path) -> None:
    for file in sorted((shared / "bench" / "claims").glob("dev*.jsonl")):
        for line in file.read_text().splitlines():
            require_english(json.loads(line)["text"])
