"""The table of published cases, whose rows become issues, or what else their kind says."""

from generator.exchange.account import TableKind
from generator.exchange.case_rows import HEADER, ID_COLUMN
from generator.exchange.import_cases import column_places, read_cases

TABLES = (TableKind("案例表", HEADER, ID_COLUMN, read_cases, column_places),)
