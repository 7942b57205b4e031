"""
SQL for the hottest paths: written or compiled once, then bound and prepared by the server.

Everything else is asked through the ORM as usual; it compiles each query anew, which costs more than PostgreSQL's answer.
"""

from common.sql.inserts import insert
from common.sql.kept import Given, KeptQuery, KeptValues, among
from common.sql.prepared import execute, prepared_cursor

__all__ = ["Given", "KeptQuery", "KeptValues", "among", "execute", "insert", "prepared_cursor"]
