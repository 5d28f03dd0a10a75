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
