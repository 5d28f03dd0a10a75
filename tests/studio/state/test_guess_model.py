"""Votes of a class, and who was right."""

from gdstudio.studio.state.guess_model import GuessModel, Score


def test_that_what_most_voted_for_is_the_guess_of_the_class():
    model = GuessModel()
    model.set_on(True)
    assert model.guess is None
    for figure in (7, 1, 7):
        model.vote(figure)
    assert (model.votes[7], model.votes[1], sum(model.votes)) == (2, 1, 3)
    assert model.guess == 7
    model.vote(1)
    assert model.guess is None  # as many for each


def test_that_votes_count_only_while_the_answer_is_hidden():
    model = GuessModel()
    model.vote(3)
    assert not any(model.votes)
    model.set_on(True)
    model.reveal(3, 3)
    model.vote(3)
    assert not any(model.votes)
    assert model.is_revealed
    assert model.score == Score()  # nobody had voted


def test_that_the_score_counts_who_was_right_of_digits_whose_label_is_known():
    model = GuessModel()
    model.set_on(True)
    for label, vote, answer in ((3, 3, 5), (4, 9, 4), (7, 7, 7), (None, 2, 2)):
        model.vote(vote)
        model.reveal(label, answer)
        model.reveal(label, answer)  # once is enough
        model.begin_digit()
        assert model.hides
        assert not any(model.votes)
    assert model.score == Score(3, 2, 2)
    model.set_on(False)
    assert not model.hides
    model.set_on(True)
    assert model.score == Score(3, 2, 2)  # of the whole sitting
