"""Members of an enterprise by its own ids."""

from typing import Any

from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Field

from benefits.api import answered, asked
from benefits.api.callers import EnterpriseView, ValueRefused
from benefits.api.examples import MEMBER, MEMBER_BODY, TAG_MEMBERS
from common.api.schema import code_of, described
from common.refusals import NotFound, Refused
from members.operations import (
    DepartmentInvalid,
    EmailInvalid,
    FieldInvalid,
    IdentityTaken,
    NameInvalid,
    NameMissing,
    PhoneInvalid,
    TwoPeople,
    put_member,
)
from members.queries import MemberPage, member_by_external_id, member_page

_FIELDS: dict[type[Refused], str] = {NameInvalid: "name", PhoneInvalid: "phone", EmailInvalid: "email", DepartmentInvalid: "department"}
_VALUES: tuple[type[Refused], ...] = (*_FIELDS, FieldInvalid)


class Member(EnterpriseView):
    """``members/{external_id}``"""

    @described(
        operation="enterprise_members_read",
        tags=TAG_MEMBERS,
        summary="One member",
        answers={200: answered.MemberShape},
        refusals=[NotFound],
        examples=[MEMBER],
    )
    def get(self, request: Request, external_id: str) -> Response:
        line = member_by_external_id(self.enterprise_id, external_id)
        page = self._page(line.id) if line else None
        if page is None:
            raise NotFound
        return Response(answered.MemberShape(page).data)

    @described(
        operation="enterprise_members_put",
        tags=TAG_MEMBERS,
        summary="Create a member, or change what is said of them",
        body=asked.MemberBody,
        answers={200: answered.MemberShape, 201: answered.MemberShape},
        refusals=[NotFound, TwoPeople, IdentityTaken, *(code_of(refused, 409) for refused in _VALUES)],
        examples=[MEMBER_BODY, MEMBER],
    )
    def put(self, request: Request, external_id: str) -> Response:
        fields = self.read(asked.MemberBody)
        try:
            member_id, is_new = put_member(enterprise_id=self.enterprise_id, external_id=external_id, fields=fields, by=self.by, at=self.at)
        except NameMissing as missing:  # Only now is it known that the member is new.
            raise ValidationError({"name": [ErrorDetail(str(Field.default_error_messages["required"]), code="required")]}) from missing
        except _VALUES as refused:
            raise ValueRefused(refused, _FIELDS.get(type(refused)) or str(refused.facts.get("field", ""))) from refused
        return Response(answered.MemberShape(self._page(member_id)).data, status=201 if is_new else 200)

    def _page(self, member_id: Any) -> MemberPage | None:
        return member_page(member_id, at=self.at, enterprise_id=self.enterprise_id)
