from assistant.span_reader.inputs import reader_input


def test_the_text_begins_after_the_title() -> None:
    question, second, offset = reader_input("Where?", "The summit", "It was held in Astana.")
    assert question == "Where?"
    assert second[offset:] == "It was held in Astana."
    assert second[:offset] == "The summit: "


def test_without_a_title_the_text_stands_alone() -> None:
    assert reader_input("Where?", None, "In Astana.") == ("Where?", "In Astana.", 0)


def test_a_long_question_and_title_leave_room_for_the_text() -> None:
    question, second, offset = reader_input("why " * 500, "title " * 500, "In Astana.")
    assert len(question) + len(second) < 450
    assert second[offset:] == "In Astana."
