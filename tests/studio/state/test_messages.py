"""What the window tells reaches whoever shows it."""

from gdstudio.studio.state.messages import Messages


def test_that_what_is_said_and_what_is_reported_is_told_apart(qapp):
    messages, said, faults = Messages(), [], []
    messages.said.connect(said.append)
    messages.fault_met.connect(faults.append)
    error = ValueError("odd")
    messages.say("Saved.")
    messages.report(error)
    assert (said, faults) == (["Saved."], [error])


def test_that_the_last_fifty_messages_are_kept_with_their_times(qapp):
    messages = Messages()
    for k in range(60):
        messages.say(str(k))
    messages.report(ValueError("odd"))
    assert [text for _, text in messages.past] == [*(str(k) for k in range(11, 60)), "odd"]
    times = [when for when, _ in messages.past]
    assert times == sorted(times)
