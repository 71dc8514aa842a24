"""Copies, rewrites, and what must stay apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.dedup import WINDOW_DAYS, features, relate
from newsfold.dedup.calibration import PART_SCORE
from newsfold.dedup.relation import judge, over_bar, parts, probability
from newsfold.dedup.signals import Signals, signals
from newsfold.model import Outcome

REWRITES = {
    "fr": (
        "Le maire de Valmorel, Étienne Garnier, a annoncé lundi que la ligne de tramway 7 ouvrirait le 12 septembre. Les"
        " travaux ont coûté 318 millions d'euros, soit 40 millions de plus que prévu. La présidente de la région, Solange"
        " Mercadier, a regretté le retard de 14 mois. Quelque 26 000 voyageurs sont attendus chaque jour entre la gare et"
        " l'hôpital Sainte-Odile.",
        "Ouverture de la ligne 7 du tramway à Valmorel le 12 septembre, selon une annonce faite lundi par Étienne Garnier,"
        " le maire. Le chantier, prévu à 40 millions de moins, a finalement coûté 318 millions d'euros. Solange Mercadier,"
        " qui préside la région, a déploré 14 mois de retard. On attend par jour 26 000 voyageurs de la gare à l'hôpital"
        " Sainte-Odile.",
    ),
    "de": (
        "Die Gemeinde Oberlinden will ihr Freibad im kommenden Jahr schließen. Bürgermeisterin Heike Brandstetter begründete"
        " das am Mittwoch mit den Kosten der Sanierung von 6,8 Millionen Euro. Ein Gutachten des Büros Kesselring hatte 23"
        " Lecks in den Rohren gefunden. Der Förderverein mit 940 Mitgliedern will dagegen klagen und sammelt Unterschriften"
        " am Marktplatz.",
        "Im nächsten Jahr soll in Oberlinden das Freibad schließen. Die Sanierung würde 6,8 Millionen Euro kosten, sagte"
        " Bürgermeisterin Heike Brandstetter am Mittwoch zur Begründung. In den Rohren fand das Büro Kesselring laut"
        " Gutachten 23 Lecks. Eine Klage kündigt der Förderverein an, der 940 Mitglieder hat; am Marktplatz werden"
        " Unterschriften gesammelt.",
    ),
    "ru": (
        "Мэр Светлогорска Ирина Завьялова сообщила в четверг, что мост через реку Луговая закроют на ремонт 15 мая. Работы"
        " обойдутся в 740 миллионов рублей и займут 18 месяцев. Подрядчиком станет компания «Стройвектор», которая уже"
        " построила объезд у посёлка Каменка. Депутат Олег Рощин назвал сроки нереальными.",
        "С 15 мая в Светлогорске на ремонт закроют мост через Луговую, заявила в четверг мэр Ирина Завьялова. На работы"
        " уйдёт 18 месяцев и 740 миллионов рублей. Подрядчик — «Стройвектор», ранее построивший объезд возле посёлка"
        " Каменка. По словам депутата Олега Рощина, такие сроки нереальны.",
    ),
    "ar": (
        "أعلن رئيس بلدية الزهراء سامي القاضي يوم الاثنين أن مستشفى الأمل سيفتح أبوابه في 20 يونيو. وبلغت تكلفة المشروع 150"
        " مليون دينار بعد تأخير دام 9 أشهر. وقالت الطبيبة ليلى حمدان إن المستشفى يضم 320 سريرا. وتعتزم شركة الرافدين تشغيل"
        " 45 حافلة لنقل المرضى.",
        "سيفتح مستشفى الأمل في الزهراء أبوابه في 20 يونيو بحسب ما أعلنه يوم الاثنين رئيس البلدية سامي القاضي. وتأخر المشروع"
        " 9 أشهر وبلغت تكلفته 150 مليون دينار. ويضم المستشفى 320 سريرا كما قالت الطبيبة ليلى حمدان. وستشغل شركة الرافدين 45"
        " حافلة لنقل المرضى.",
    ),
    "zh": (
        "青河市市长林志远周二宣布，连接旧城与机场的地铁九号线将于十月八日通车。工程耗资126亿元，比预算多出18亿元。"
        "承建方华岳集团表示，全线共设23座车站。市民代表周婉清批评票价过高，要求召开听证会。",
        "青河市地铁九号线十月八日通车，连接机场与旧城，市长林志远周二表示。这项工程比预算多花18亿元，共耗资126亿元。"
        "据承建方华岳集团介绍，全线车站为23座。市民代表周婉清要求就票价召开听证会，批评票价过高。",
    ),
    "ja": (
        "青葉市の高橋直子市長は火曜日、老朽化した市民会館を来年3月に閉館すると発表した。耐震工事には48億円が必要で、"
        "市は費用を負担できないと説明した。会館は1974年に建てられ、年間12万人が利用している。"
        "市民団体の代表、森田健一さんは存続を求めて署名を集めている。",
        "老朽化が進む青葉市の市民会館が来年3月に閉館する。高橋直子市長が火曜日に発表した。"
        "市は耐震工事に必要な48億円の費用を負担できないとしている。1974年に建てられた会館は年間12万人が利用。"
        "存続を求め、市民団体代表の森田健一さんが署名を集めている。",
    ),
    "hi": (
        "सूरजपुर की महापौर अनीता राठौर ने सोमवार को कहा कि पुराना पुल 10 अप्रैल से बंद रहेगा। मरम्मत पर 62 करोड़ रुपये खर्च होंगे।"
        " ठेकेदार कंपनी नवदीप को 14 महीने का समय मिला है। विधायक मोहन त्रिपाठी ने देरी की आलोचना की।",
        "पुराना पुल 10 अप्रैल से बंद रहेगा, यह बात सोमवार को सूरजपुर की महापौर अनीता राठौर ने बताई। मरम्मत का खर्च 62 करोड़ रुपये"
        " होगा। कंपनी नवदीप, जो ठेकेदार है, को 14 महीने मिले हैं। देरी की आलोचना विधायक मोहन त्रिपाठी ने की।",
    ),
}
OTHERS = {
    "fr": "Le maire de Valmorel, Étienne Garnier, inaugurera samedi la médiathèque rénovée du quartier Saint-Brice. Elle abrite"
    " 85 000 ouvrages et une salle de lecture dessinée par l'architecte Noémie Lacombe. L'entrée restera gratuite pour les"
    " enfants de l'école voisine.",
    "de": "Die Gemeinde Oberlinden ehrt am Sonntag ihre Feuerwehr zum 150. Geburtstag. Kommandant Lothar Pfleiderer erwartet 2000"
    " Gäste zum Umzug durch die Altstadt. Bürgermeisterin Heike Brandstetter überreicht ein neues Löschfahrzeug, das der Kreis"
    " bezahlt hat.",
    "ru": "В Светлогорске в воскресенье прошёл марафон, в котором участвовали 3400 бегунов. Победителем стал Тимур Ахметов,"
    " пробежавший дистанцию за 2 часа 19 минут. Мэр Ирина Завьялова вручила ему кубок на набережной у маяка.",
    "zh": "青河市周日举行马拉松，三千四百名选手参加。冠军是来自云岭的教师赵启明，成绩为两小时十九分。市长林志远在江边为他颁奖，"
    "并宣布明年增加轮椅组比赛。",
}


def kind(one: str, other: str, language: str = "en", days_apart: int | None = None, **more) -> Outcome | None:
    relation = relate(features(one, language), features(other, language), days_apart, **more)
    return relation.kind if relation else None


def shares(**given: float) -> Signals:
    alike = {
        "fewest_words": 300,
        "most_words": 300,
        "filled": 1,
        "lead": 1,
        "tied": 1,
        "actors": 1,
        "securities": 1,
    }
    return Signals(**{**dict.fromkeys(Signals._fields, 0), **alike, **given})


def test_the_same_text_is_a_near_copy(report):
    assert kind(report, report) is Outcome.NEAR_COPY
    assert relate(features(report, "en"), features(report, "en")).score == 1.0


def test_a_few_edits_make_a_near_copy(report):
    edited = (
        report.replace("Tuesday", "Tuesday evening").replace("About", "Some").replace("engineers", "experts")
    )
    assert kind(report, edited) is Outcome.NEAR_COPY


def test_a_cut_of_the_text_is_a_near_copy(report):
    assert kind(report, "\n\n".join(report.split("\n\n")[:2])) is Outcome.NEAR_COPY


def test_the_same_report_in_other_words_is_a_rewrite(report, rewrite):
    assert kind(report, rewrite) is Outcome.REWRITE
    assert relate(features(report, "en"), features(rewrite, "en")).score > 0.9


def test_another_newsrooms_report_of_the_event_stays_apart(report, rewrite, independent):
    assert kind(report, independent) is None
    assert kind(rewrite, independent) is None


@pytest.mark.parametrize("language", REWRITES)
def test_rewrites_are_found_in_every_script(language):
    one, other = REWRITES[language]
    assert kind(one, other, language) is Outcome.REWRITE
    assert kind(one, other, None) is Outcome.REWRITE


@pytest.mark.parametrize("language", OTHERS)
def test_another_event_in_the_same_town_stays_apart(language):
    assert kind(REWRITES[language][0], OTHERS[language], language) is None


@pytest.mark.parametrize("change", [str.lower, str.upper])
def test_a_rewrite_is_found_without_capitals_to_go_by(report, rewrite, independent, change):
    assert kind(change(report), change(rewrite)) is Outcome.REWRITE
    assert kind(change(report), change(independent)) is None


def test_the_same_speech_quoted_twice_is_no_rewrite(report, unrelated):
    speech = " “We have lost the heather of the hills, and with it the bees that our mothers kept for us,” said Vera Stanhope."
    assert kind(report + speech * 3, unrelated + speech * 3) is None


def test_a_form_with_other_numbers_is_a_template(form):
    assert kind(form.format(812, 96, 141, 774), form.format(655, 38, 127, 719)) is None
    assert kind(form.format(812, 96, 141, 774), form.format(812, 96, 141, 775)) is Outcome.NEAR_COPY


def test_a_digest_is_no_copy_of_a_report_that_it_holds(report, independent, unrelated):
    digest = "\n\n".join(
        (independent, unrelated, report, independent[::-1], unrelated[::-1], independent.swapcase())
    )
    assert kind(digest, report) is None


def test_each_day_between_them_raises_the_bar(report, rewrite):
    measured = signals(features(report, "en"), features(rewrite, "en"))
    bars = [over_bar(measured, days) for days in (None, 0, 1, 2, 3)]
    assert bars[0] == bars[1] > bars[2] > bars[3] > bars[4]


def test_one_publisher_for_both_raises_the_bar_for_rewrites_only():
    near_the_bar = shares(names=0.7, sentences=0.35, order=0.2, fewest_numbers=1, numbers=1)
    assert judge(near_the_bar).kind is Outcome.REWRITE
    assert judge(near_the_bar, same_publisher=True).kind is None
    copied = shares(jaccard=0.6, containment=0.8, head=1.0)
    assert judge(copied, 0, same_publisher=True).kind is Outcome.NEAR_COPY


def test_briefs_need_more_evidence():
    evidence = {"names": 0.7, "sentences": 0.35, "order": 0.2}
    assert judge(shares(**evidence)).kind is Outcome.REWRITE
    assert judge(shares(**evidence, fewest_words=60)).kind is None


SHARES = st.fixed_dictionaries(
    {
        name: st.floats(0, 1)
        for name in ("names", "sentences", "order", "containment", "jaccard", "numbers", "head")
    }
)


@given(SHARES, st.floats(0, 1), st.integers(0, 400), st.sampled_from([None, 0, 3]), st.integers(0, 9))
def test_more_evidence_never_lowers_the_score(evidence, more, words, days_apart, numbers):
    """But for what makes a form or a digest, or parts that one took from the other: there more copied text speaks against it."""
    known = {"fewest_words": words, "fewest_numbers": numbers}
    before = judge(shares(**evidence, **known), days_apart)
    for name, value in evidence.items():
        after = judge(shares(**{**evidence, **known, name: max(value, more)}), days_apart)
        if name in ("containment", "jaccard") and (after.veto or after.score <= PART_SCORE):
            continue
        if name in ("names", "sentences", "order") and after.veto:
            assert after.kind is before.kind is None
            continue
        assert after.score >= before.score
        assert before.kind is None or after.kind is not None


@given(st.integers(0, 1_000_000), st.booleans())
def test_texts_years_apart_can_be_judged(days_apart, same_publisher):
    judgement = judge(shares(names=1, sentences=1, order=1), days_apart, same_publisher=same_publisher)
    assert 0 <= judgement.score <= 1
    assert days_apart <= WINDOW_DAYS or judgement.score == 0


@pytest.mark.parametrize("window", [0, 1, WINDOW_DAYS, 120])
def test_beyond_the_window_that_is_set_only_copied_text_counts(window):
    retold, copied = shares(names=1, sentences=1, order=1), shares(containment=0.9, jaccard=0.9)
    assert judge(retold, window, rewrite_days=window).kind is Outcome.REWRITE
    assert judge(retold, window + 1, rewrite_days=window).kind is None
    assert judge(copied, window + 1, rewrite_days=window).kind is Outcome.NEAR_COPY


@given(SHARES, st.integers(0, 400), st.sampled_from([None, 0, 3]), st.booleans())
def test_the_parts_add_up_to_the_distance_from_the_bar(evidence, words, days_apart, same_publisher):
    measured = shares(**{**evidence, "fewest_words": words})
    told = [part.points for part in parts(measured, days_apart, same_publisher=same_publisher)]
    assert sum(told) == pytest.approx(over_bar(measured, days_apart, same_publisher=same_publisher))


def test_the_bar_is_a_likely_rewrite_and_far_below_it_an_unlikely_one():
    assert 0.8 < probability(0) < 0.95
    assert probability(-4) < 0.05
    assert probability(4) > 0.99


PIECES = (*REWRITES["fr"], *REWRITES["de"], OTHERS["fr"], OTHERS["de"], "Ja. Nein.", "", "…", "12 345")
BODIES = st.lists(st.sampled_from(PIECES), max_size=4).map("\n\n".join)


@given(BODIES, BODIES, st.sampled_from([None, 0, 2]), st.booleans())
def test_the_relation_is_the_same_from_either_side(one, other, days_apart, same_publisher):
    a, b = features(one, "fr"), features(other, "fr")
    assert relate(a, b, days_apart, same_publisher=same_publisher) == relate(
        b, a, days_apart, same_publisher=same_publisher
    )


@given(BODIES, BODIES)
def test_the_short_way_decides_as_the_whole_way_does(one, other):
    a, b = features(one, "fr"), features(other, "fr")
    found = relate(a, b)
    assert (found.kind if found else None) is judge(signals(a, b)).kind


@given(
    st.text("абв где abc de. 12 “”", min_size=1, max_size=200).filter(
        lambda text: any(c.isalnum() for c in text)
    )
)
def test_identical_text_always_relates(text):
    assert kind(text, text) is Outcome.NEAR_COPY
