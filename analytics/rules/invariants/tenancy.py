"""Nothing of one enterprise hangs on another's."""

from django.utils.translation import gettext_lazy as _

from analytics.rules.invariants.shape import Invariant

TENANCY = (
    Invariant(
        "grant_in_one_enterprise",
        _("A grant, its member, its budget and its batch belong to one enterprise"),
        """SELECT g.id::text FROM benefits_grant g
           JOIN members_member m ON m.id = g.member_id JOIN benefits_budget b ON b.id = g.budget_id JOIN benefits_batch t ON t.id = g.batch_id
           JOIN benefits_benefit n ON n.id = g.benefit_id
           WHERE g.enterprise_id <> m.enterprise_id OR g.enterprise_id <> b.enterprise_id OR g.enterprise_id <> t.enterprise_id
              OR (n.enterprise_id IS NOT NULL AND n.enterprise_id <> g.enterprise_id)""",
    ),
    Invariant(
        "redemption_in_one_enterprise",
        _("A redemption, its grant, its code and its top-up belong to one member of one enterprise"),
        """SELECT r.id::text FROM redemption_redemption r JOIN benefits_grant g ON g.id = r.grant_id
           LEFT JOIN supply_code c ON c.id = r.code_id LEFT JOIN supply_topup t ON t.id = r.topup_id
           WHERE r.enterprise_id <> g.enterprise_id OR r.member_id <> g.member_id
              OR c.enterprise_id <> r.enterprise_id OR c.member_id <> r.member_id
              OR t.enterprise_id <> r.enterprise_id OR t.member_id <> r.member_id""",
    ),
    Invariant(
        "member_in_one_enterprise",
        _("A member's identities, accounts and department belong to the member's enterprise"),
        """SELECT m.id::text FROM members_member m JOIN members_identity i ON i.member_id = m.id WHERE i.enterprise_id <> m.enterprise_id
           UNION SELECT m.id::text FROM members_member m JOIN members_boundaccount a ON a.member_id = m.id
           WHERE a.enterprise_id <> m.enterprise_id
           UNION SELECT m.id::text FROM members_member m JOIN members_department d ON d.id = m.department_id
           WHERE d.enterprise_id <> m.enterprise_id""",
    ),
    Invariant(
        "opening_in_one_enterprise",
        _("An opening, its budget, its departments, its pieces and who took them belong to one enterprise"),
        """SELECT o.id::text FROM benefits_opening o JOIN benefits_budget b ON b.id = o.budget_id WHERE b.enterprise_id <> o.enterprise_id
           UNION SELECT l.opening_id::text FROM benefits_opening_departments l JOIN benefits_opening o ON o.id = l.opening_id
           JOIN members_department d ON d.id = l.department_id WHERE d.enterprise_id <> o.enterprise_id
           UNION SELECT p.opening_id::text FROM benefits_piece p JOIN benefits_opening o ON o.id = p.opening_id
           LEFT JOIN members_member m ON m.id = p.member_id WHERE p.enterprise_id <> o.enterprise_id OR m.enterprise_id <> o.enterprise_id""",
    ),
)
