"""What an operator does at the console, step by step, as their hands do it."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.guest import Guest

_SLOW = 60_000


def sign_in(guest: Guest, username: str, password: str) -> None:
    """Staff have one door."""
    guest.page.goto("/staff/login/")
    guest.look()
    guest.fill(login=username, password=password)
    guest.button("Sign in").click()
    guest.page.wait_for_url(re.compile("/(ops|hr)/$"))


def list_product(guest: Guest, *, sku: str, name: str) -> None:
    """A product, the benefit that members see of it, its terms; then it is listed."""
    guest.page.goto("/ops/supply/product/add/")
    guest.fill(name=name, sku=sku, kind="code", face_value_minor="200", code_pattern=r"[A-Z0-9]{4}(-[A-Z0-9]{4}){3}")
    _pick(guest, "brand", "悦购商城")
    _pick(guest, "category", "电商购物")
    _save(guest)
    guest.page.goto("/ops/benefits/benefit/add/")
    guest.look()
    guest.page.locator('a[href="?kind=code"]').click()
    guest.fill(name=name, code=sku, face_value_minor="200", price_minor="196", cost_minor="192", summary="一张两百元购物卡。")
    guest.fill(benefit_class="economic", layer="growth", cover="ecard")
    _pick(guest, "product", name)
    _save(guest)
    open_row(guest, f"/ops/benefits/benefit/?q={sku}", name)
    act(guest, "terms", instructions="打开悦购 App，输入卡密即可。", valid_days="180", reason="新品上架")
    act(guest, "list")
    guest.look()
    expect(guest.page.get_by_text(guest.words("The benefit is listed."))).to_be_visible()


def receive_codes(guest: Guest, file: Path) -> None:
    """The file of the order that waits, looked at line by line, then taken into stock and released."""
    open_row(guest, "/ops/supply/purchaseorder/?state__exact=ordered", "PO")
    guest.link("Bring a file").click()
    guest.fill(order_line_id=guest.field("order_line_id").input_value())
    guest.field("file").set_input_files(file)
    guest.look()
    _submit(guest)
    expect(guest.heading("Refused lines")).to_be_visible(timeout=_SLOW)


def refused_lines(guest: Guest) -> list[tuple[int, str]]:
    """The lines that the page of a file refuses: number and reason."""
    rows = guest.page.locator(".q-table tbody tr").all()
    return [(int(row.locator("td").first.inner_text()), row.locator("code").inner_text()) for row in rows]


def take_into_stock(guest: Guest) -> None:
    """Commit what was good, and release the lot."""
    act(guest, "commit")
    expect(guest.link("Release the lot")).to_be_visible(timeout=_SLOW)
    act(guest, "release", reason="样卡已核验")
    expect(guest.page.get_by_text(guest.words("The lot is released."))).to_be_visible()


def open_enterprise(guest: Guest, *, slug: str, name: str) -> None:
    """A new customer."""
    guest.page.goto("/ops/members/enterprise/add/")
    guest.fill(name=name, slug=slug, support_contact="人力资源部 · 8001")
    _save(guest)


def appoint_hr(guest: Guest, *, username: str, password: str, enterprise: str) -> None:
    """A login for the enterprise's HR."""
    guest.page.goto("/ops/members/user/add/")
    guest.fill(username=username, password1=password, password2=password)
    _save(guest)
    guest.page.goto("/ops/members/staff/act/appoint/")
    guest.fill(username=username, enterprise=enterprise, role="hr_admin")
    guest.look()
    _submit(guest)
    expect(guest.page.get_by_text(guest.words("The login is appointed."))).to_be_visible()


def open_budget(guest: Guest, *, enterprise: str, name: str, amount: str) -> None:
    """Money that the enterprise may commit."""
    guest.page.goto("/ops/benefits/budget/act/open/")
    guest.fill(enterprise_id=enterprise, name=name, unit="CNY", amount=amount, is_default=True, reason="年度合同")
    _submit(guest)
    expect(guest.page.get_by_role("heading", name=name).or_(guest.page.get_by_text(name)).first).to_be_visible()


def open_life(guest: Guest, tail: str) -> list[tuple[str, str]]:
    """From the list of codes that somebody has to the life of one; returns its stations: what it is, and which."""
    open_row(guest, "/ops/supply/code/?state__exact=issued", tail)
    guest.page.locator("a[href*='/life/code/']").first.click()
    stations = guest.page.locator(".q-station")
    expect(stations.first).to_be_visible()
    words = [station.inner_text().split("\n") for station in stations.all()]
    return [(lines[0], lines[1]) for lines in words]


def act(guest: Guest, name: str, **values: str | bool) -> None:
    """Press an act's button on the page of a row, fill what it asks for, do it."""
    guest.page.locator(f"a[href*='/act/{name}/']").first.click()
    guest.fill(**values)
    _submit(guest)


def figure(guest: Guest, label: str) -> int:
    """A figure of the page by what stands above it."""
    below = guest.page.locator("dl div").filter(has=guest.page.locator("dt", has_text=re.compile(f"^{re.escape(guest.words(label))}$")))
    return int(below.first.locator("dd").inner_text().replace(",", ""))


def open_row(guest: Guest, address: str, text: str) -> None:
    guest.page.goto(address)
    guest.page.locator("#result_list tbody a", has_text=text).first.click()
    guest.page.wait_for_url(re.compile("/change/"))


def _pick(guest: Guest, name: str, text: str) -> None:
    """Choose in a field that searches while one types."""
    field = guest.page.locator(f"#id_{name} + .select2 .select2-selection")
    if field.count() == 0:
        guest.field(name).select_option(label=text)
        return
    field.click()
    guest.page.locator(".select2-search__field").fill(text)
    guest.page.get_by_role("option", name=text).first.click()


def _save(guest: Guest) -> None:
    guest.look()
    guest.page.locator("[name=_save]").click()
    guest.page.wait_for_url(lambda url: not url.endswith("/add/"))


def _submit(guest: Guest) -> None:
    guest.page.locator("form.q-act button[type=submit]").click()
    guest.page.wait_for_load_state()
