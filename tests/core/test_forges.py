"""Pages of forges, by value: a file shown, edited, made; where a register says that it lies."""

import pytest

from generator.core.forges import (
    NewFileLink,
    RecordsOnForge,
    RepositoryAddress,
    edit_link,
    file_link,
    new_file_link,
    repository_address,
)

PATH = "台账/records/issues/LS19/990100/R01/LS19-990100-R01-P01-001.yml"
QUOTED = "%E5%8F%B0%E8%B4%A6/records/issues/LS19/990100/R01/LS19-990100-R01-P01-001.yml"
SHORT = "records/teams/A.yml"
ENCODED = "records%2Fteams%2FA.yml"

PAGES = {
    "https://github.com/example/ledger": (
        f"/blob/main/{QUOTED}",
        f"/edit/main/{QUOTED}",
        NewFileLink(f"/new/main?filename={ENCODED}&value=id%3A%20A%0A", takes_text=True),
    ),
    "https://codeberg.org/example/ledger": (
        f"/src/branch/main/{QUOTED}",
        f"/_edit/main/{QUOTED}",
        NewFileLink(f"/_new/main/?filename={ENCODED}&value=id%3A%20A%0A", takes_text=True),
    ),
    "https://gitlab.example.cn/a/b/ledger": (
        f"/-/blob/main/{QUOTED}",
        f"/-/edit/main/{QUOTED}",
        NewFileLink(f"/-/new/main?file_name={ENCODED}", takes_text=False),
    ),
    "https://gitee.com/example/ledger": (f"/blob/main/{QUOTED}", f"/edit/main/{QUOTED}", None),
    "https://git.example.cn/example/ledger": ("", "", None),
}


def address_of(url: str) -> RepositoryAddress:
    found = repository_address(url)
    assert found
    return found


@pytest.mark.parametrize("url", PAGES)
def test_pages_of_a_file_on_each_forge(url: str) -> None:
    address = address_of(url)
    shown, edited, made = PAGES[url]
    assert file_link(address, "main", PATH) == (shown and url + shown)
    assert edit_link(address, "main", PATH) == (edited and url + edited)
    found = new_file_link(address, "main", SHORT, "id: A\n")
    assert found == (made and NewFileLink(url + made.href, takes_text=made.takes_text))


def test_text_too_long_for_an_address_is_left_to_be_pasted() -> None:
    address = address_of("https://github.com/example/ledger")
    found = new_file_link(address, "main", SHORT, "示" * 3000)
    assert found == NewFileLink(f"{address.page}/new/main?filename={ENCODED}", takes_text=False)


@pytest.mark.parametrize("folder", ["台账", "台账/"])
def test_register_in_a_folder_of_its_repository(folder: str) -> None:
    address = address_of("https://github.com/example/ledger")
    assert RecordsOnForge(address, folder=folder).path_of("records/a.yml") == "台账/records/a.yml"
    assert RecordsOnForge(address).path_of("records/a.yml") == "records/a.yml"
