"""Messages that hold several questions, and those that only look as if they did."""

from __future__ import annotations

import pytest

from assistant.messages import notices
from assistant.parts import parts
from assistant.questions import Question, Turn
from assistant.understanding import understand
from assistant.understood import Heard, Understood, together

SEVERAL = {
    "Qu’est-ce qu’un CLS et qui le finance ?": ["Qu’est-ce qu’un CLS", "qui le finance ?"],
    "Combien de MSP en QPV, combien de CPTS et combien de CLSM ?": [
        "Combien de MSP en QPV",
        "combien de CPTS",
        "combien de CLSM ?",
    ],
    "Bonjour, je suis élue. Qui pilote un ASV ? Et comment le financer ? Merci": [
        "Bonjour, je suis élue. Qui pilote un ASV ?",
        "Et comment le financer ? Merci",
    ],
    "Je voudrais savoir comment monter un CLSM et qui peut le présider": [
        "Je voudrais savoir comment monter un CLSM",
        "qui peut le présider",
    ],
    "Qui habilite les maisons sport-santé, et pour quelle durée ?": [
        "Qui habilite les maisons sport-santé",
        "pour quelle durée ?",
    ],
    "Un médiateur en santé est-il salarié ? Faut-il un diplôme ?": [
        "Un médiateur en santé est-il salarié ?",
        "Faut-il un diplôme ?",
    ],
}
ONE = (
    "Quelle part des QPV dispose d’un ASV ?",
    "Où et quand a lieu la rencontre nationale ?",
    "Quelle population et quel territoire couvre une CPTS ?",
    "Quelle durée et quel coût pour une coordination ?",
    "Dans quel cadre et avec quels partenaires monter un CLSM ?",
    "Existe-t-il une structure qui accompagne les habitants et qui les oriente ?",
    "D’après ce que l’association a vu, combien de démarches ont un budget ?",
    "Un contrat local de santé, ça parle de quoi ? Uniquement de médecins ?",
    "Le diagnostic est fini. Merci ! Comment le restituer ?",
    "Comment associer les élu·es et les habitant·es ? Merci d’avance ?",
    "?!",
)


@pytest.mark.parametrize("message", SEVERAL)
def test_each_question_of_a_message_is_told(message: str) -> None:
    """As typed, and not a word of it is lost but what links them."""
    assert [question.text for question in parts(Question(message))] == SEVERAL[message]


@pytest.mark.parametrize("message", ONE)
def test_one_question_stays_whole(message: str) -> None:
    """Two words that ask make no two questions."""
    assert parts(Question(message)) == (Question(message),)


def test_at_most_three_are_told_apart() -> None:
    """What comes after stays with the last."""
    message = "Qu’est-ce qu’un CLS ? Qui le finance ? Qui le pilote ? Qui le signe ? Combien dure-t-il ?"
    asked = [question.text for question in parts(Question(message))]
    assert asked[:2] == ["Qu’est-ce qu’un CLS ?", "Qui le finance ?"]
    assert asked[2:] == ["Qui le pilote ? Qui le signe ? Combien dure-t-il ?"]


def test_a_later_question_leans_on_the_first_unless_it_names_its_own_subject() -> None:
    """« quelle part couvre un quartier prioritaire » is asked of the CLSM, « qu’est-ce qu’un CLSM » of nothing."""
    _, share = parts(Question("Combien de CLSM et quelle part couvre un quartier prioritaire ?"))
    assert understand(share).text == "Combien de CLSM quelle part couvre un quartier prioritaire ?"
    _, other = parts(Question("Qu’est-ce qu’un CLS et qu’est-ce qu’un CLSM ?"))
    assert understand(other).text == "qu’est-ce qu’un CLSM ?"


def test_a_message_that_leans_on_an_earlier_one_stays_whole() -> None:
    """Its questions would lose what they lean on."""
    history = (Turn("user", "Qu’est-ce qu’un conseil local de santé mentale ?"), Turn("assistant", "Une instance."))
    message = Question("Et combien ça coûte et qui le finance ?", history)
    assert parts(message) == (message,)


def test_what_was_understood_of_each_question_is_told_once() -> None:
    """A filter on one field, and the questions that got no answer."""
    since, until = (Heard("year", value, label, hard=True) for value, label in (("2023-", "a"), ("-2020", "b")))
    place = Heard("territory", "75056", "Paris", hard=False)
    one, other = Understood("x", filters=(since,)), Understood("y", filters=(until, place))
    told = together("x et y", [one, other], ["qui gagnera ?"])
    assert (told.question, told.filters) == ("x et y", (since, place))
    assert notices(told) == ["À cette partie de votre message, les publications ne répondent pas : « qui gagnera ? »."]
