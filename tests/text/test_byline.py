"""Names out of bylines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.text.byline import read_credit


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("By Jane Doe and John Roe, Staff Writers", ("Jane Doe", "John Roe")),
        ("Jane Doe, Chief Political Correspondent", ("Jane Doe",)),
        ("JANE DOE & JOHN O'ROE", ("Jane Doe", "John O'Roe")),
        ("Von Erika Muster und Max Beispiel", ("Erika Muster", "Max Beispiel")),
        ("Text & Fotos: Erika Muster", ("Erika Muster",)),
        ("Jane Doe | jane.doe@example.org", ("Jane Doe",)),
        ("By Jane Doe @janedoe", ("Jane Doe",)),
        ("By Jane Doe March 5, 2020 10:15 am", ("Jane Doe",)),
        ("Erika Muster am Samstag, 19. Oktober 2019 um 11:14 Uhr", ("Erika Muster",)),
        ("Jane Doe for The Example Times", ("Jane Doe",)),
        ("Jane Doe in Berlin", ("Jane Doe",)),
        ("Jane A. Doe", ("Jane A. Doe",)),
        ("Doe, Jane", ("Jane Doe",)),
        ("Dr. Jane Doe", ("Jane Doe",)),
        ("Jane Doe (Example News)", ("Jane Doe",)),
        ("记者 张三", ("张三",)),
        ("作者： 张三、李四", ("张三", "李四")),
        ("记者张三 李四", ("张三", "李四")),
        ("本报记者：张三 李四 王五", ("张三", "李四", "王五")),
        ("记者 李 娜", ("李 娜",)),
        ("記者 山田 太郎", ("山田 太郎",)),
        ("山田太郎記者", ("山田太郎",)),
        ("홍길동 기자", ("홍길동",)),
        ("janedoe", ("janedoe",)),
        ("Blog Beitrag von Erika Muster", ("Erika Muster",)),
        ("Erika Muster, Geschäftsführerin der Beispiel AG", ("Erika Muster",)),
        ("Erika MUSTER Landesvorsitzende", ("Erika MUSTER",)),
        ("Erika Muster, Wirtschaftsredakteurin", ("Erika Muster",)),
        ("Authored by: Dr. Jane Doe", ("Jane Doe",)),
        ("This post was written by Jane Doe, Head of Ferries and Harbours", ("Jane Doe",)),
        ("Dieser Beitrag wurde verfasst von Erika Muster", ("Erika Muster",)),
        ("By Jane Doe Senior Ferry Reporter", ("Jane Doe",)),
        ("Jane Doe Chief Harbour Correspondent", ("Jane Doe",)),
        ("Edith Head, Vice President of Ferries", ("Edith Head",)),
        ("Ferry times of Ost GmbH & Co. KG", ()),
        ("By Jane Senior", ("Jane Senior",)),
        ("Staff Writer", ()),
        ("Redaktion", ()),
        ("Mehr", ()),
        ("Leser*innen", ()),
        ("", ()),
        ("Bild: Erika Muster", ()),
    ],
)
def test_names_are_cleaned_and_kept_in_order(text, persons):
    assert read_credit(text).persons == persons


@pytest.mark.parametrize(
    ("text", "language", "persons"),
    [
        ("Par Jeanne Dupont et Paul Martin", "fr", ("Jeanne Dupont", "Paul Martin")),
        ("Por Ana Pérez y Luis Gómez", "es", ("Ana Pérez", "Luis Gómez")),
        ("Di Anna Rossi e Marco Bianchi", "it", ("Anna Rossi", "Marco Bianchi")),
        ("Door Jan Jansen en Piet Pietersen", "nl", ("Jan Jansen", "Piet Pietersen")),
    ],
)
def test_the_language_tells_the_word_for_and(text, language, persons):
    assert read_credit(text, language=language).persons == persons


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("Reuters Staff", "Reuters"),
        ("dpa", "dpa"),
        ("By The Associated Press", "AP"),
        ("Jane Doe, AFP", "AFP"),
    ],
)
def test_agencies_are_told_from_persons(text, agency):
    credit = read_credit(text)
    assert [known.name for known, _ in credit.agencies] == [agency]
    assert credit.persons in ((), ("Jane Doe",))


def test_the_outlets_own_name_is_an_organization():
    credit = read_credit("The Plain Example", publishers=frozenset({"the plain example"}))
    assert (credit.persons, credit.organizations) == ((), ("The Plain Example",))


@given(st.text(max_size=200), st.sampled_from([None, "en", "fr", "es", "zh"]))
def test_no_byline_makes_the_reader_raise(text, language):
    for name in read_credit(text, language=language).persons:
        assert name
        assert name.strip() == name


def test_initials_are_an_office_and_the_place_beside_them_is_no_person():
    credit = read_credit("NPS · Sevilla")
    assert (credit.persons, credit.organizations) == ((), ("NPS",))


@pytest.mark.parametrize(
    "text",
    ["Beispielische Landesanstalt für Wald", "Das Finanzmagazin", "Collectif Exemple", "Instituto Ejemplo"],
)
def test_words_that_make_an_organization(text):
    assert read_credit(text).persons == ()


def test_the_office_of_a_chinese_reporter_is_an_agency():
    credit = read_credit("新华社记者 张三 李四")
    assert credit.persons == ("张三", "李四")
    assert [(agency.name, raw) for agency, raw in credit.agencies] == [("Xinhua", "新华社")]


@pytest.mark.parametrize("count", [2, 3, 4, 6])
@pytest.mark.parametrize(
    ("opening", "between", "last", "language"),
    [
        ("By ", ", ", ", and ", "en"),
        ("By ", ", ", " and ", "en"),
        ("By ", ", ", ", & ", "en"),
        ("Von ", ", ", ", und ", "de"),
        ("Por ", ", ", ", y ", "es"),
        ("Par ", ", ", ", et ", "fr"),
        ("Di ", ", ", " e ", "it"),
    ],
)
def test_lists_of_names_end_in_a_comma_and_a_word_for_and(count, opening, between, last, language):
    names = ["Ann Able", "Bob Baker", "Andy Withers", "Cara Undset", "Eda Clark", "Yves Etter"][:count]
    text = opening + between.join(names[:-1]) + last + names[-1]
    assert list(read_credit(text, language=language).persons) == names


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("By Jane Roe, BSN. Reviewed by John Doe, MD", ("Jane Roe",)),
        ("Medically reviewed by John Doe, MD", ()),
        ("Fact checked by John Doe", ()),
        ("By Jane Roe Marketing Director", ("Jane Roe",)),
        ("By Jane Roe, Privacy and Digital Security Expert", ("Jane Roe",)),
        ("Jane Roe, Certified Sleep Consultant", ("Jane Roe",)),
        ("By Jane Roe ⋅ Review Editor ⋅ Updated November 18, 2025", ("Jane Roe",)),
        ("Jane Roe Last updated on 17 December 2025", ("Jane Roe",)),
        ("By Jane Roe Facebook Tweet Pin", ("Jane Roe",)),
        ("Jane Roe Jane Roe", ("Jane Roe",)),
        ("Jan Jan Jansen", ("Jan Jan Jansen",)),
        ("About Jane Roe", ("Jane Roe",)),
        ("Über Erika Muster", ("Erika Muster",)),
        ("À propos de Marie Lune", ("Marie Lune",)),
        ("About the house", ()),
    ],
)
def test_what_is_said_of_a_writer_is_no_part_of_the_name(text, persons):
    assert read_credit(text).persons == persons


@pytest.mark.parametrize(
    ("text", "stated", "persons"),
    [
        ("jane roe", True, ("jane roe",)),
        ("read more", True, ()),
        ("blog team", True, ()),
        ("jane roe", False, ()),
    ],
)
def test_a_name_in_small_letters_counts_where_a_field_states_it(text, stated, persons):
    assert read_credit(text, stated=stated).persons == persons


@pytest.mark.parametrize(
    ("text", "organizations"),
    [
        ("Tidewater Staff", ("Tidewater Staff",)),
        ("By Tidewater Editors", ("Tidewater Editors",)),
        ("Other Staff", ()),
    ],
)
def test_an_outlet_signs_with_its_own_staff(text, organizations):
    credit = read_credit(text, publishers=frozenset({"tidewater"}))
    assert (credit.persons, credit.organizations) == ((), organizations)


@pytest.mark.parametrize("text", ["Ost Fähren GmbH & Co. KG", "By Lund & Company Ltd"])
def test_the_form_of_a_company_is_no_person(text):
    assert read_credit(text).persons == ()
