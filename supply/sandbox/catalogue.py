"""What the sandbox sells."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ware:
    """One product on its list. Stock None: as much as you like."""

    sku: str
    name: str
    kind: str
    face_value_minor: int
    cost_minor: int
    stock: int | None = None


WARES = (
    Ware("video-month", "视频会员月卡", "topup", 2500, 2100),
    Ware("video-year", "视频会员年卡", "topup", 25800, 21900),
    Ware("music-month", "音乐会员月卡", "topup", 1500, 1180),
    Ware("phone-50", "话费充值 50 元", "topup", 5000, 4900),
    Ware("phone-100", "话费充值 100 元", "topup", 10000, 9800),
    Ware("ecard-100", "电商购物卡 100 元", "code", 10000, 9600),
    Ware("ecard-500", "电商购物卡 500 元", "code", 50000, 48000, stock=2000),
    Ware("coffee-latte", "咖啡兑换码 拿铁", "code", 3000, 2200),
    Ware("coffee-americano", "咖啡兑换码 美式", "code", 2500, 1800),
)
