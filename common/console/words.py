"""The feed's words for people: kinds of events, states, facts and actors. What is not here shows as the feed writes it."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from common.actors import parse_actor

NOUNS: dict[str, Promise] = {
    "account": gettext_lazy("Account"),
    "apikey": gettext_lazy("API key"),
    "approval": gettext_lazy("Approval"),
    "batch": gettext_lazy("Batch"),
    "benefit": gettext_lazy("Benefit"),
    "brand": gettext_lazy("Brand"),
    "budget": gettext_lazy("Budget"),
    "campaign": gettext_lazy("Campaign"),
    "category": gettext_lazy("Category"),
    "code": gettext_lazy("Code"),
    "coincidence": gettext_lazy("Coincidence"),
    "complaint": gettext_lazy("Complaint"),
    "credential": gettext_lazy("Supplier's key"),
    "department": gettext_lazy("Department"),
    "dutylimit": gettext_lazy("Personal limit"),
    "enterprise": gettext_lazy("Enterprise"),
    "export": gettext_lazy("Export"),
    "grant": gettext_lazy("Grant"),
    "group": gettext_lazy("Group of operators"),
    "intake": gettext_lazy("Code intake"),
    "key": gettext_lazy("API key"),
    "listing": gettext_lazy("List entry"),
    "lot": gettext_lazy("Lot"),
    "vault": gettext_lazy("Vault"),
    "member": gettext_lazy("Member"),
    "offer": gettext_lazy("Offer"),
    "opening": gettext_lazy("Opening"),
    "order": gettext_lazy("Purchase order"),
    "periodictask": gettext_lazy("Periodic task"),
    "piece": gettext_lazy("Piece"),
    "product": gettext_lazy("Product"),
    "redemption": gettext_lazy("Redemption"),
    "riskrule": gettext_lazy("Risk rule"),
    "roster": gettext_lazy("Roster"),
    "schedule": gettext_lazy("Schedule of periodic tasks"),
    "scope": gettext_lazy("Operator's scope"),
    "staff": gettext_lazy("Enterprise staff"),
    "supplier": gettext_lazy("Supplier"),
    "terms": gettext_lazy("Terms"),
    "topup": gettext_lazy("Top-up"),
    "user": gettext_lazy("User"),
}

WORDS: dict[str, Promise] = {
    "granted": pgettext_lazy("state", "given"),
    "proved": gettext_lazy("proved by a one-time code"),
    "right_given": gettext_lazy("right given"),
    "right_taken": gettext_lazy("right taken away"),
    "shown": gettext_lazy("shown to staff"),
    "taken_away": gettext_lazy("downloaded"),
    "waiting": gettext_lazy("waiting for a second person"),
    "withdrawn": gettext_lazy("withdrawn"),
    "accepted": gettext_lazy("accepted"),
    "active": pgettext_lazy("state", "active"),
    "allowed": gettext_lazy("put on the allow list"),
    "announced": gettext_lazy("told to members"),
    "explained": gettext_lazy("explained"),
    "appointed": gettext_lazy("appointed"),
    "approved": gettext_lazy("approved"),
    "applying": gettext_lazy("being applied"),
    "asked": gettext_lazy("asked for"),
    "available": gettext_lazy("available"),
    "blocked": gettext_lazy("put on the block list"),
    "bound": gettext_lazy("bound"),
    "changed": gettext_lazy("changed"),
    "cancelled": gettext_lazy("cancelled"),
    "charged_back": gettext_lazy("charged back to the supplier"),
    "checking": gettext_lazy("being checked"),
    "claimable": gettext_lazy("to claim"),
    "claimed": gettext_lazy("claimed"),
    "closed": gettext_lazy("closed"),
    "committing": gettext_lazy("being taken in"),
    "confirmed": gettext_lazy("confirmed"),
    "created": gettext_lazy("created"),
    "delisted": gettext_lazy("delisted"),
    "discarded": gettext_lazy("discarded"),
    "dismissed": gettext_lazy("dismissed"),
    "done": gettext_lazy("done"),
    "downloaded": gettext_lazy("downloaded"),
    "draft": gettext_lazy("draft"),
    "drafted": gettext_lazy("drafted"),
    "edited": gettext_lazy("edited"),
    "escalated": gettext_lazy("handed to a person"),
    "exhausted": gettext_lazy("used up"),
    "expired": gettext_lazy("expired"),
    "failed": gettext_lazy("failed"),
    "roster_frozen": gettext_lazy("roster frozen"),
    "freeze_lifted": gettext_lazy("roster no longer frozen"),
    "free": pgettext_lazy("state", "free"),
    "fulfilled": gettext_lazy("delivered"),
    "funded": gettext_lazy("funded"),
    "identity_changed": gettext_lazy("phone or email changed"),
    "identity_released": gettext_lazy("phone or email given up"),
    "issued": gettext_lazy("issued"),
    "issuing": gettext_lazy("being issued"),
    "joined": gettext_lazy("joined"),
    "lapsed": gettext_lazy("lapsed"),
    "left": gettext_lazy("left"),
    "lifted": gettext_lazy("lifted"),
    "let_claim_again": gettext_lazy("let be claimed again"),
    "made": pgettext_lazy("state", "made"),
    "listed": gettext_lazy("listed"),
    "open": gettext_lazy("open"),
    "opened": gettext_lazy("opened"),
    "ordered": gettext_lazy("ordered"),
    "password_changed": gettext_lazy("own password changed"),
    "password_set": gettext_lazy("password set by somebody else"),
    "pending": gettext_lazy("started"),
    "preparing": gettext_lazy("being prepared"),
    "processing": gettext_lazy("on its way"),
    "published": gettext_lazy("published"),
    "quarantined": gettext_lazy("quarantined"),
    "query_asked": gettext_lazy("asked about"),
    "raised": gettext_lazy("raised"),
    "ready": gettext_lazy("ready"),
    "recalled": gettext_lazy("recalled"),
    "received": gettext_lazy("received"),
    "receiving": gettext_lazy("coming in"),
    "refused": gettext_lazy("refused"),
    "rejected": gettext_lazy("rejected"),
    "registered": gettext_lazy("registered"),
    "balance_back": gettext_lazy("enough on the account again"),
    "balance_explained": gettext_lazy("found out where the money went"),
    "balance_low": gettext_lazy("little left on the account"),
    "balance_unexplained": gettext_lazy("money gone without an order of ours"),
    "released": gettext_lazy("released"),
    "removed": gettext_lazy("removed"),
    "reserved": gettext_lazy("reserved"),
    "resumed": gettext_lazy("resumed"),
    "revealed": gettext_lazy("shown"),
    "reversed": gettext_lazy("reversed"),
    "rewrapped": gettext_lazy("keys wrapped anew"),
    "revoked": gettext_lazy("taken back"),
    "scheduled": gettext_lazy("scheduled"),
    "second_step_changed": gettext_lazy("second step changed"),
    "second_step_made": gettext_lazy("second step set up"),
    "second_step_removed": gettext_lazy("second step removed"),
    "second_asked": gettext_lazy("second person asked for"),
    "session_ended": gettext_lazy("session ended"),
    "set_aside": gettext_lazy("set aside"),
    "signed_in": gettext_lazy("signed in"),
    "signed_out": gettext_lazy("signed out"),
    "started": gettext_lazy("started"),
    "stock_back": gettext_lazy("stock is back"),
    "stock_low": gettext_lazy("stock below its reorder level"),
    "submitting": gettext_lazy("being sent"),
    "succeeded": gettext_lazy("succeeded"),
    "notfound": gettext_lazy("not known there"),
    "notsent": gettext_lazy("not sent"),
    "not_pushed": gettext_lazy("could not be delivered at once"),
    "suspended": gettext_lazy("suspended"),
    "taken": gettext_lazy("taken"),
    "terms_published": gettext_lazy("terms published"),
    "undone": gettext_lazy("undone"),
    "unknown": gettext_lazy("unknown"),
    "uploaded": gettext_lazy("uploaded"),
    "unused": gettext_lazy("marked as not used after all"),
    "used": gettext_lazy("used"),
    "verified": gettext_lazy("verified"),
    "void": gettext_lazy("void"),
    "warned": gettext_lazy("warned before it ends"),
    "writing": gettext_lazy("being written"),
}

_FACTS: dict[str, Promise] = {
    "added": gettext_lazy("added"),
    "by_file": gettext_lazy("by spreadsheet"),
    "changed": gettext_lazy("changed"),
    "removed": gettext_lazy("removed"),
    "row": gettext_lazy("row"),
    "rows": gettext_lazy("rows"),
    "amount": gettext_lazy("amount"),
    "daily": gettext_lazy("times a day"),
    "failure": gettext_lazy("failure"),
    "fields": gettext_lazy("fields"),
    "number": gettext_lazy("number"),
    "prefix": gettext_lazy("begins with"),
    "received": gettext_lazy("received"),
    "reference": gettext_lazy("reference"),
    "role": gettext_lazy("role"),
    "unit": gettext_lazy("unit"),
    "version": gettext_lazy("version"),
    "from": gettext_lazy("from"),
    "what": pgettext_lazy("duty", "what"),
}

# Why something that was tried by itself did not come to pass: codes of refusals.
_WHY: dict[str, Promise] = {
    "account_missing": gettext_lazy("no account to deliver to"),
    "contact_just_changed": gettext_lazy("the member's phone or mail is new"),
    "event_full": gettext_lazy("no seat left"),
    "event_over": gettext_lazy("the event is over"),
    "limit_reached": gettext_lazy("over the member's limit"),
    "no_source": gettext_lazy("nobody supplies it"),
    "not_today": gettext_lazy("not on this day of the week"),
    "stock_empty": gettext_lazy("out of stock"),
}


def kind_in_words(kind: str) -> str:
    """``lot.released`` as "Lot: released"."""
    noun, _dot, word = kind.partition(".")
    return _("%(noun)s: %(word)s") % {"noun": NOUNS.get(noun, noun), "word": in_words(word)}


def in_words(state: str) -> str:
    return str(WORDS.get(state, state))


def fact_in_words(name: str) -> str:
    return str(_FACTS.get(name) or NOUNS.get(name) or name)


def why_in_words(code: str) -> str:
    return str(_WHY.get(code, code))


def actor_in_words(text: str) -> str:
    """An actor who has no name of their own: by what they are."""
    actor = parse_actor(text)
    tail = str(actor.id)[-6:]
    match str(actor.kind):
        case "member":
            return _("Member …%(tail)s") % {"tail": tail}
        case "key":
            return _("API key …%(tail)s") % {"tail": tail}
        case "user":
            return _("User …%(tail)s") % {"tail": tail}
        case "supplier":
            return _("Supplier %(name)s") % {"name": actor.id}
        case "system":
            return _("Automatic: %(part)s") % {"part": actor.id}
        case "db":
            return _("Database: %(name)s") % {"name": actor.id}
    return text
