"""The supplier's own book: an SQLite file or memory, double entry, nothing shared with the platform."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from secrets import token_hex
from typing import Any

from .catalogue import WARES

Row = dict[str, Any]


class Book:
    """
    What was asked, delivered and paid, as the supplier sees it. Safe to use from several threads.

    Money moves bank → prepaid → held → sales; a failed order moves it back from held to prepaid.
    """

    def __init__(self, path: Path | None = None, *, opening_minor: int = 0) -> None:
        self._lock = threading.RLock()
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
        self._db = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.executescript(files(__package__).joinpath("schema.sql").read_text())
        self._open(opening_minor)
        self.salt = str(self.rows("SELECT value FROM fact WHERE name = 'salt'")[0]["value"])

    def _open(self, opening_minor: int) -> None:
        with self.writing() as db:
            if db.execute("INSERT OR IGNORE INTO fact VALUES ('salt', ?)", (token_hex(16),)).rowcount:
                self.transfer("opening", "bank", "prepaid", opening_minor)
            db.executemany(
                "INSERT OR IGNORE INTO product (sku, name, kind, face_value_minor, cost_minor, stock) VALUES (?, ?, ?, ?, ?, ?)",
                [(w.sku, w.name, w.kind, w.face_value_minor, w.cost_minor, w.stock) for w in WARES],
            )

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction; other threads wait. Nests into the outer one."""
        with self._lock:
            if self._db.in_transaction:
                yield self._db
                return
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def rows(self, sql: str, *values: object) -> list[Row]:
        """Read rows as plain dicts."""
        with self._lock:
            return [dict(row) for row in self._db.execute(sql, values)]

    def write(self, sql: str, *values: object) -> int:
        """Run one statement that writes. Returns the id of the row it inserted, if it did."""
        with self.writing() as db:
            return int(db.execute(sql, values).lastrowid or 0)

    def insert(self, table: str, row: Row) -> int:
        """Insert one row; table and columns are ours, never a customer's."""
        places = ", ".join("?" * len(row))
        return self.write(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", *row.values())

    def take_stock(self, sku: str, quantity: int) -> None:
        """Count some pieces out; a negative quantity puts them back. Uncounted stock stays uncounted."""
        self.write("UPDATE product SET stock = stock - ? WHERE sku = ?", quantity, sku)

    def transfer(self, name: str, source: str, target: str, amount_minor: int) -> None:
        """Move money from one account to another: two postings that sum to zero."""
        with self.writing() as db:
            db.executemany(
                "INSERT INTO posting (transfer, account, amount_minor) VALUES (?, ?, ?)",
                [(name, source, -amount_minor), (name, target, amount_minor)],
            )

    def deposit(self, amount_minor: int) -> None:
        """The customer pays in."""
        self.transfer("deposit", "bank", "prepaid", amount_minor)

    def balance_minor(self, account: str = "prepaid") -> int:
        """What an account holds."""
        return int(self.rows("SELECT coalesce(sum(amount_minor), 0) AS held FROM posting WHERE account = ?", account)[0]["held"])

    def change_product(self, sku: str, **terms: int | None) -> None:
        """Set ``cost_minor``, ``stock`` or ``available`` of one product: the supplier changes its mind."""
        for column in terms.keys() & {"cost_minor", "stock", "available"}:
            self.write(f"UPDATE product SET {column} = ? WHERE sku = ?", terms[column], sku)

    def close(self) -> None:
        with self._lock:
            self._db.close()
