"""How brands are called on the pages of members, who know their slugs alone."""

from benefits.queries.portal import brand_names
from members.queries.brands import name_brands_with

name_brands_with(brand_names)
