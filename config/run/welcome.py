"""The block that a newcomer reads when everything answers."""

import json
from pathlib import Path
from typing import Any

from config.run.surroundings import Surroundings

_RULE = "─" * 74


def welcome(surroundings: Surroundings) -> str:
    """Addresses, and in the demo the logins of ``demo.json``, in English with a Chinese word beside."""
    base = surroundings.local_url
    demo = _demo(surroundings.data_dir / "demo.json") if surroundings.demo else {}
    lines = ["", _RULE, "  Quanyi is running. 权益中枢已启动。", ""]
    lines += [f"  {label}{base}{path}" for label, path in _ADDRESSES.items()]
    if demo:
        lines += [f"  {_INBOX}{base}/demo/inbox/", "", *_logins(demo), f"  {_ALL}{surroundings.data_dir / 'demo.json'}"]
    return "\n".join([*lines, "", "  Ctrl-C stops all of it; the data is kept. 按 Ctrl-C 停止，数据会保留。", _RULE, ""])


_ADDRESSES = {
    "Member portal        会员门户    ": "/",
    "Operators' console   运营后台    ": "/ops/",
    "Enterprise console   企业后台    ": "/hr/",
    "API pages            接口文档    ": "/api/docs/",
}
_INBOX = "SMS and mail sent    收件箱      "
_ALL = "All logins           全部账号    "


def _logins(demo: dict[str, Any]) -> list[str]:
    lines = []
    for who, label in (("operator", "Operator             运营账号    "), ("hr", "HR                   企业账号    ")):
        login = demo.get(who)
        if login:
            lines.append(f"  {label}{login['username']}  {login['password']}")
    for member in demo.get("members", [])[:1]:
        lines.append(f"  Member               会员账号    {member['phone']}  (the code arrives in the inbox 验证码见收件箱)")
    return lines


def _demo(path: Path) -> dict[str, Any]:
    try:
        demo: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return demo
