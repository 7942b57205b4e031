"""
Spreadsheets people bring and take away: ``reader`` in, ``cells`` for strict values, ``writer`` and ``templates`` out.

Nothing is imported here: the limited child that opens workbooks starts from this package, without Django.
"""
