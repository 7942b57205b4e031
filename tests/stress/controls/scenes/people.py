"""Who may see what: neighbours, codes that were used, sessions that have ended."""

import json

from tests.stress.controls.play import Play
from tests.stress.controls.scenes.scene import scene
from tests.stress.wire import Wire


def neighbours(play: Play) -> None:
    """A program asks for another enterprise's batch, its rows, and wants it undone."""
    batch, other = play.batch([play.member()]), play.program(1)
    answers = {
        "batch": play.ask("foreign", lambda: other.get(f"batches/{batch}")),
        "rows": play.ask("foreign", lambda: other.get(f"batches/{batch}/rows")),
        "undo": play.ask("foreign", lambda: other.send("POST", f"batches/{batch}/undo", {})),
    }
    seen = {what: answer.outcome for what, answer in answers.items() if answer.status != 404}
    if seen:
        play.acks.find("nobody sees what is another's", f"another enterprise was answered {seen}")


def neighbours_at_the_console(play: Play) -> None:
    """HR looks for the people of another enterprise."""
    hr, stranger = play.hr(), play.enterprise(1)["members"][0]
    for path in (f"/hr/members/member/?q={stranger['staff_no']}", "/hr/members/member/"):
        if f"{stranger['id']}" in hr.page(path).body.decode():
            play.acks.find("nobody sees what is another's", f"{path} shows a person of another enterprise")
    if hr.page(f"/hr/members/member/{stranger['id']}/change/").status == 200:
        play.acks.find("nobody sees what is another's", "the page of a person of another enterprise opens")


def code_used_twice(play: Play) -> None:
    """A one-time code opens a session, and is tried again."""
    # One who was not written to by mail yet: whoever was asks again a minute later.
    member = next(m for m in play.enterprise(0)["members"] if not m["portal"])
    email = f"{member['staff_no']}@stress.test"
    digits = play.clerk("login_code", email=email)["digits"]
    wire, body = Wire(play.cast.port), json.dumps({"email": email, "code": digits}).encode()
    headers = {"Content-Type": "application/json"}
    answers = [play.ask("sign in", lambda: wire.ask("POST", "/api/v1/login/token", body, headers)) for _turn in range(2)]
    if [answer.status for answer in answers] != [200, 401]:
        play.acks.find("a one-time code opens once", f"{[answer.outcome for answer in answers]}")


def signed_out(play: Play) -> None:
    """A session is ended by its owner, and used once more."""
    app = play.app(play.enterprise(0)["members"][-1])
    before = play.ask("me", lambda: app.get("me"))
    play.ask("sign out", lambda: app.send("POST", "logout", {}))
    after = play.ask("me", lambda: app.get("me"))
    if (before.status, after.status) != (200, 401):
        play.acks.find("a session that has ended opens nothing", f"{before.outcome}, and then {after.outcome}")


SCENES = (
    scene(neighbours, "web", "clerk"),
    scene(neighbours_at_the_console, "web"),
    scene(code_used_twice, "web", "clerk"),
    scene(signed_out, "web", is_alone=True),
)
