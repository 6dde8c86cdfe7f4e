"""Kinds of questions: several wordings of each, in every language that is promised."""

import pytest

from assistant.kinds import question_kind
from assistant.language.vocabulary import QuestionKind

QUESTIONS = {
    "en": {
        QuestionKind.WHEN: [
            "When did the treaty enter into force?",
            "What date does the fair open?",
            "Since when is the bridge closed?",
            "What is the date of the vote?",
        ],
        QuestionKind.WHERE: [
            "Where was the accord signed?",
            "In which city do the ministers meet?",
        ],
        QuestionKind.WHO: [
            "Who opened the museum?",
            "Who is the ambassador to Peru?",
            "Which minister signed the accord?",
        ],
        QuestionKind.QUANTITY: [
            "How many dams were built?",
            "How much did it cost?",
            "What is the population of Oslo?",
        ],
        QuestionKind.WHY: [
            "Why was the port closed?",
            "For what reason did she resign?",
            "What is the reason for the delay?",
            "What caused the blackout?",
        ],
        QuestionKind.HOW: [
            "How do the farmers water their fields?",
        ],
        QuestionKind.WHAT: [
            "What did the minister announce?",
            "Which company built the bridge?",
        ],
        QuestionKind.YES_NO: [
            "Did Norway sign the accord?",
            "Is the bridge open to lorries?",
            "Will the fair take place in Lima?",
        ],
        QuestionKind.LIST: [
            "Which countries signed the accord?",
            "Name the members of the jury.",
            "What are the main exports of Peru?",
            "Which Nordic countries took part?",
            "List the cities on the route",
        ],
        QuestionKind.DEFINITION: [
            "Who is Jonas Lindqvist?",
            "What is the Nordic Council?",
            "Who was Ada Lovelace?",
            "what is nato?",
        ],
    },
    "fr": {
        QuestionKind.WHEN: [
            "Quand le musée a-t-il ouvert ?",
            "À quelle date a lieu le vote ?",
            "Quelle est la date du vote ?",
        ],
        QuestionKind.WHERE: [
            "Où se trouve le barrage ?",
            "Dans quelle ville siège la cour ?",
            "ou se trouve le barrage",
        ],
        QuestionKind.WHO: [
            "Qui a inauguré le pont ?",
            "Qui est l'ambassadeur du Pérou ?",
            "Par qui l'accord a-t-il été signé ?",
            "Quel ministre a signé l’accord ?",
        ],
        QuestionKind.QUANTITY: [
            "Combien de ponts ont été construits ?",
            "Quel est le prix du pont ?",
            "Quelle est la population d'Oslo ?",
        ],
        QuestionKind.WHY: [
            "Pourquoi le port est-il fermé ?",
            "Pour quelle raison a-t-elle démissionné ?",
            "Quelle est la cause du retard ?",
        ],
        QuestionKind.HOW: [
            "Comment les champs sont-ils arrosés ?",
        ],
        QuestionKind.WHAT: [
            "Qu'a annoncé la ministre ?",
            "Quel accord a été signé ?",
        ],
        QuestionKind.YES_NO: [
            "Est-ce que le pont est ouvert ?",
            "La Norvège a-t-elle signé l'accord ?",
            "Le pont qui relie les rives est-il ouvert ?",
            "Le vote a-t-il lieu à Oslo ou à Bergen ?",
        ],
        QuestionKind.LIST: [
            "Quels pays ont signé l'accord ?",
            "Citez les membres du jury.",
            "Quelles sont les étapes du voyage ?",
            "Avec quels pays la Norvège a-t-elle signé ?",
        ],
        QuestionKind.DEFINITION: [
            "Qu'est-ce que le Conseil nordique ?",
            "Qui est Jonas Lindqvist ?",
            "C'est quoi la BRI ?",
            "qu est ce que la bri",
        ],
    },
    "es": {
        QuestionKind.WHEN: [
            "¿Cuándo abrió el museo?",
            "¿En qué fecha se vota?",
            "cuando abrio el museo",
        ],
        QuestionKind.WHERE: [
            "¿Dónde está la presa?",
            "¿En qué ciudad se reúnen?",
        ],
        QuestionKind.WHO: [
            "¿Quién inauguró el puente?",
            "¿Quién es el embajador de Perú?",
        ],
        QuestionKind.QUANTITY: [
            "¿Cuántos puentes se construyeron?",
            "¿Cuál es la población de Oslo?",
        ],
        QuestionKind.WHY: [
            "¿Por qué cerró el puerto?",
            "¿A qué se debe el retraso?",
        ],
        QuestionKind.HOW: [
            "¿Cómo riegan los campos?",
        ],
        QuestionKind.WHAT: [
            "¿Qué anunció la ministra?",
        ],
        QuestionKind.YES_NO: [
            "¿Está abierto el puente?",
            "¿Firmó Noruega el acuerdo?",
            "¿Es cierto que cerró el puerto?",
        ],
        QuestionKind.LIST: [
            "¿Qué países firmaron el acuerdo?",
            "¿Cuáles son los miembros del jurado?",
            "Enumera los países firmantes",
        ],
        QuestionKind.DEFINITION: [
            "¿Quién es Jonas Lindqvist?",
            "¿Qué es el Consejo Nórdico?",
        ],
    },
    "de": {
        QuestionKind.WHEN: [
            "Wann wurde das Museum eröffnet?",
            "An welchem Tag wird gewählt?",
            "Seit wann ist die Brücke gesperrt?",
        ],
        QuestionKind.WHERE: [
            "Wo liegt der Staudamm?",
            "In welcher Stadt tagt das Gericht?",
        ],
        QuestionKind.WHO: [
            "Wer hat die Brücke eröffnet?",
            "Wer ist der Botschafter in Peru?",
            "Welcher Minister hat unterschrieben?",
        ],
        QuestionKind.QUANTITY: [
            "Wie viele Brücken wurden gebaut?",
            "Wie hoch ist der Preis?",
        ],
        QuestionKind.WHY: [
            "Warum ist der Hafen geschlossen?",
            "Aus welchem Grund trat sie zurück?",
        ],
        QuestionKind.HOW: [
            "Wie werden die Felder bewässert?",
        ],
        QuestionKind.WHAT: [
            "Was hat die Ministerin angekündigt?",
            "Welche Rolle spielt Norwegen?",
        ],
        QuestionKind.YES_NO: [
            "Hat Norwegen das Abkommen unterzeichnet?",
            "Ist die Brücke offen?",
        ],
        QuestionKind.LIST: [
            "Welche Länder haben unterzeichnet?",
            "Nenne die Mitglieder der Jury.",
        ],
        QuestionKind.DEFINITION: [
            "Wer ist Jonas Lindqvist?",
            "Was ist der Nordische Rat?",
        ],
    },
    "ru": {
        QuestionKind.WHEN: [
            "Когда открылся музей?",
            "В каком году построили мост?",
        ],
        QuestionKind.WHERE: [
            "Где находится плотина?",
            "В каком городе заседает суд?",
        ],
        QuestionKind.WHO: [
            "Кто открыл мост?",
            "Кем подписано соглашение?",
        ],
        QuestionKind.QUANTITY: [
            "Сколько мостов построено?",
            "Какова численность жителей?",
        ],
        QuestionKind.WHY: [
            "Почему закрыт порт?",
            "По какой причине она ушла?",
        ],
        QuestionKind.HOW: [
            "Как орошают поля?",
        ],
        QuestionKind.WHAT: [
            "Что объявила министр?",
        ],
        QuestionKind.YES_NO: [
            "Подписала ли Норвегия соглашение?",
            "Правда ли, что порт закрыт?",
        ],
        QuestionKind.LIST: [
            "Какие страны подписали соглашение?",
            "Назовите членов жюри.",
        ],
        QuestionKind.DEFINITION: [
            "Кто такой Йонас Линдквист?",
            "Что такое Северный совет?",
        ],
    },
    "zh": {
        QuestionKind.WHEN: [
            "博物馆什么时候开放？",
            "大桥何时通车？",
        ],
        QuestionKind.WHERE: [
            "水坝在哪里？",
            "会议在哪儿举行？",
        ],
        QuestionKind.WHO: [
            "谁主持了会议？",
        ],
        QuestionKind.QUANTITY: [
            "一共修建了多少座桥？",
            "奥斯陆的人口是多少？",
        ],
        QuestionKind.WHY: [
            "为什么港口关闭了？",
        ],
        QuestionKind.HOW: [
            "农民如何灌溉？",
        ],
        QuestionKind.WHAT: [
            "部长宣布了什么？",
        ],
        QuestionKind.YES_NO: [
            "挪威签署了协议吗？",
            "大桥是否已经开放？",
        ],
        QuestionKind.LIST: [
            "哪些国家签署了协议？",
            "请列举评审团成员。",
        ],
        QuestionKind.DEFINITION: [
            "什么是北欧理事会？",
            "王毅是谁？",
        ],
    },
    "ar": {
        QuestionKind.WHEN: [
            "متى افتتح المتحف؟",
            "في أي عام بني الجسر؟",
        ],
        QuestionKind.WHERE: [
            "أين يقع السد؟",
            "في أي مدينة عقد الاجتماع؟",
        ],
        QuestionKind.WHO: [
            "من افتتح الجسر؟",
            "من هو السفير النرويجي؟",
        ],
        QuestionKind.QUANTITY: [
            "كم عدد الجسور؟",
            "كم جسرا بني؟",
        ],
        QuestionKind.WHY: [
            "لماذا أغلق الميناء؟",
            "ما سبب التأخير؟",
        ],
        QuestionKind.HOW: [
            "كيف تروى الحقول؟",
        ],
        QuestionKind.WHAT: [
            "ماذا أعلن الوزير؟",
        ],
        QuestionKind.YES_NO: [
            "هل وقعت النرويج الاتفاق؟",
            "هل الجسر مفتوح؟",
        ],
        QuestionKind.LIST: [
            "ما هي الدول التي وقعت الاتفاق؟",
            "أي الدول شاركت؟",
            "اذكر أعضاء اللجنة",
        ],
        QuestionKind.DEFINITION: [
            "من هو يوناس؟",
            "ما المقصود بالمبادرة؟",
            "من هو مراد نورتليو؟",
        ],
    },
}
CASES = [
    (language, kind, question)
    for language, kinds in QUESTIONS.items()
    for kind, questions in kinds.items()
    for question in questions
]


def test_every_kind_is_asked_for_in_every_language() -> None:
    kinds = set(QuestionKind) - {QuestionKind.OTHER, QuestionKind.PLACE}
    assert all(set(asked) == kinds for asked in QUESTIONS.values())


@pytest.mark.parametrize(("language", "kind", "question"), CASES)
def test_the_kind_is_told_by_the_little_words(
    language: str, kind: QuestionKind, question: str
) -> None:
    assert question_kind(question, language) == kind


@pytest.mark.parametrize(("language", "kind", "question"), CASES)
def test_capitals_make_no_difference(language: str, kind: QuestionKind, question: str) -> None:
    assert question_kind(question.lower(), language) == kind
    assert question_kind(question.upper(), language) == kind


@pytest.mark.parametrize(
    ("language", "question", "kind"),
    [
        ("fr", "quelle annee le pont a-t-il ouvert", QuestionKind.WHEN),
        ("fr", "ou se trouve le barrage", QuestionKind.WHERE),
        ("fr", "Le vote a lieu a Oslo ou a Bergen ?", QuestionKind.YES_NO),
        ("es", "donde esta la presa", QuestionKind.WHERE),
        ("es", "por que cerro el puerto", QuestionKind.WHY),
        ("de", "wie gross ist der see", QuestionKind.QUANTITY),
        ("ar", "اين يقع السد", QuestionKind.WHERE),
    ],
)
def test_missing_accents_make_no_difference(
    language: str, question: str, kind: QuestionKind
) -> None:
    assert question_kind(question, language) == kind


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "The bridge that Lind built is closed. When does it open?", QuestionKind.WHEN),
        ("en", "Who built the bridge? I have to know it by noon.", QuestionKind.WHO),
        ("en", "I like bridges. List those of Oslo.", QuestionKind.OTHER),
        ("fr", "Le barrage a cédé. Pourquoi ?", QuestionKind.WHY),
        ("zh", "大桥关闭了。什么时候开放？", QuestionKind.WHEN),
    ],
)
def test_the_last_question_of_several_sentences_decides(
    language: str, text: str, kind: QuestionKind
) -> None:
    assert question_kind(text, language) == kind


@pytest.mark.parametrize(
    ("language", "question", "kind"),
    [
        ("en", "Do you know when the bridge opens?", QuestionKind.WHEN),
        ("en", "Could you tell me why it is closed?", QuestionKind.WHY),
        ("fr", "Savez-vous où se trouve le barrage ?", QuestionKind.WHERE),
        ("de", "Wissen Sie, wer die Brücke gebaut hat?", QuestionKind.WHO),
        ("ru", "Скажите, когда откроется мост?", QuestionKind.WHEN),
        ("zh", "你知道大桥什么时候开放吗？", QuestionKind.WHEN),
        ("ar", "هل تعرف متى يفتح الجسر؟", QuestionKind.WHEN),
    ],
)
def test_courtesies_before_a_question_are_passed_over(
    language: str, question: str, kind: QuestionKind
) -> None:
    assert question_kind(question, language) == kind


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("fr", "BARRAGE INAUGURATION DATE", QuestionKind.WHEN),
        ("en", "population of Oslo", QuestionKind.QUANTITY),
        ("en", "Oslo population", QuestionKind.QUANTITY),
        ("en", "And in Oslo?", QuestionKind.OTHER),
        ("en", "Oslo bridge", QuestionKind.OTHER),
    ],
)
def test_a_search_asks_for_what_its_noun_names(
    language: str, text: str, kind: QuestionKind
) -> None:
    assert question_kind(text, language) == kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who is the mayor?", QuestionKind.WHO),
        ("Who is Lindqvist meeting?", QuestionKind.WHO),
        ("What is the capital of Peru?", QuestionKind.WHAT),
        ("What is the depth of the lake?", QuestionKind.QUANTITY),
        ("What makes the lake so blue?", QuestionKind.WHAT),
        ("What did the minister say?", QuestionKind.WHAT),
    ],
)
def test_neither_a_definition_nor_a_list(question: str, kind: QuestionKind) -> None:
    assert question_kind(question, "en") == kind
