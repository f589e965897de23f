"""Puts in the wheel what the product needs and what stands at the top of the repository."""

from pathlib import Path
from shutil import copy

from setuptools import setup
from setuptools.command.build_py import build_py

FILES = ("mkdocs.yml", "requirements/run.txt")


class WithFiles(build_py):
    """The modules and their data, and these files in their folders beside them."""

    def run(self) -> None:
        """Copy them; where the package is used in place they are found at the top."""
        super().run()
        if not self.editable_mode:
            for name in FILES:
                target = Path(self.build_lib) / "generator" / name
                target.parent.mkdir(parents=True, exist_ok=True)
                copy(name, target)


setup(cmdclass={"build_py": WithFiles})
