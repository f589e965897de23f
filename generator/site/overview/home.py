"""The home page: that of the full edition or that of the public one.

See decision 0107.
"""

from generator.site.index import SiteIndex
from generator.site.overview.home_full import full_home
from generator.site.overview.home_public import public_home
from generator.site.page import Page, Templates


def home_page(site: SiteIndex, templates: Templates) -> Page:
    """Return the home page."""
    return public_home(site, templates) if site.is_public else full_home(site, templates)
