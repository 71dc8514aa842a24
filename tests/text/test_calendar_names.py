"""Month and weekday names."""

import pytest
from babel import Locale

from newsfold.text.calendar_names import month_number, numeric_order, weekdays


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "pt", "it", "nl", "ru", "ar", "hi"])
def test_every_month_name_of_a_language_is_known(language):
    for number, name in Locale.parse(language).months["format"]["wide"].items():
        assert month_number(name, language) == number
        assert month_number(name.upper(), language) == number


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("Saturday", 5),
        ("Samstag", 5),
        ("sábado", 5),
        ("субботу", 5),
        ("星期六", 5),
        ("土曜日", 5),
        ("토요일", 5),
        ("शनिवार", 5),
        ("السبت", 5),
    ],
)
def test_weekdays_are_known_as_text_writes_them(word, number):
    assert weekdays()[word.casefold()] == number


@pytest.mark.parametrize(
    ("language", "country", "order"),
    [
        ("en", "US", "MDY"),
        ("en", "GB", "DMY"),
        ("en", None, None),
        ("de", None, "DMY"),
        ("ja", None, "YMD"),
        ("de", "ZZ", "DMY"),
        ("xx", None, None),
    ],
)
def test_the_numeric_order_is_cldrs_and_english_alone_has_none(language, country, order):
    assert numeric_order(language, country) == order


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("bn", "জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর"),
        ("bn", "জানুয়ারী ফেব্রুয়ারী মার্চ এপ্রিল মে জুন জুলাই আগষ্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর"),
        ("hi", "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितम्बर अक्तूबर नवम्बर दिसम्बर"),
        ("te", "జనవరి ఫిబ్రవరి మార్చి ఏప్రిల్ మే జూన్ జూలై ఆగస్టు సెప్టెంబరు అక్టోబరు నవంబరు డిసెంబరు"),
        ("gu", "જાન્યુઆરી ફેબ્રુઆરી માર્ચ એપ્રિલ મે જૂન જુલાઈ ઓગસ્ટ સપ્ટેમ્બર ઓક્ટોબર નવેમ્બર ડિસેમ્બર"),
        ("pa", "ਜਨਵਰੀ ਫਰਵਰੀ ਮਾਰਚ ਅਪ੍ਰੈਲ ਮਈ ਜੂਨ ਜੁਲਾਈ ਅਗਸਤ ਸਤੰਬਰ ਅਕਤੂਬਰ ਨਵੰਬਰ ਦਸੰਬਰ"),
        ("ml", "ജനുവരി ഫെബ്രുവരി മാർച്ച് ഏപ്രിൽ മെയ് ജൂൺ ജൂലൈ ഓഗസ്റ്റ് സെപ്തംബർ ഒക്ടോബർ നവംബർ ഡിസംബർ"),
        ("kn", "ಜನವರಿ ಫೆಬ್ರುವರಿ ಮಾರ್ಚ್ ಏಪ್ರಿಲ್ ಮೇ ಜೂನ್ ಜುಲೈ ಆಗಸ್ಟ್ ಸೆಪ್ಟೆಂಬರ್ ಅಕ್ಟೋಬರ್ ನವೆಂಬರ್ ಡಿಸೆಂಬರ್"),
    ],
)
def test_months_are_known_as_newspapers_spell_them(language, names):
    assert [month_number(name, language) for name in names.split()] == list(range(1, 13))
