"""The record kind 城市."""

from generator.core.record_kind import RecordKind
from generator.kinds.city.model import City

KIND = RecordKind(
    package=__name__,
    name="city",
    title="城市",
    folder="cities",
    model=City,
    id_pattern=r"[0-9]{6}",
    path_form="cities/{id}.yml",
    example="610100",
    measure="个",
    judges=True,
    questions="questions:FORMS",
    pages=("pages:city_pages",),
    page_folders=("cities",),
    search="pages:search_entries",
    search_label="城市",
    search_rank=2,
)
