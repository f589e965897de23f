"""Puts the default settings of the site, which stand at the top of the repository, in the wheel."""

from pathlib import Path
from shutil import copy

from setuptools import setup
from setuptools.command.build_py import build_py

SETTINGS = "mkdocs.yml"


class WithSettings(build_py):
    """The modules and their data, and the settings beside them."""

    def run(self) -> None:
        """Copy them; where the package is used in place they are found at the top."""
        super().run()
        if not self.editable_mode:
            copy(SETTINGS, Path(self.build_lib) / "generator" / SETTINGS)


setup(cmdclass={"build_py": WithSettings})
