#!/usr/bin/env bash
# Makes the virtual environment from files whose hashes are known. Usage: setup.sh PYTHON VENV [dev]
# With dev, what tests and checks of the code need comes into the one that is there.
set -euo pipefail
python=$1
venv=$2
part=${3:-run}

say() { printf '%s\n' "$*" >&2; }

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  say "需要 Python 3.11 或更新的版本。装好以后用 make PYTHON=python3.11 指明。"
  exit 3
fi
# Debian ships Python without the part that makes virtual environments.
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "安装 python3-venv……"
    apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null
  else
    say "缺少 python3-venv。用管理员身份运行：apt-get install python3-venv，然后重试。"
    exit 3
  fi
fi
export PIP_DISABLE_PIP_VERSION_CHECK=1

# uv does not know the mirrors that pip's settings name: with any, only pip is asked.
has_mirror() {
  "$venv/bin/python" -m pip config list | grep -qE '(index-url|find-links|no-index)='
}

# Every file is compared with its hash, also that of pip. All packages have wheels: none is built, so
# that nothing of a package runs before it is looked at.
install() {
  if command -v uv >/dev/null && { [ -n "${UV_DEFAULT_INDEX:-}" ] || ! has_mirror; }; then
    uv pip install --quiet --python "$venv/bin/python" --require-hashes --no-deps --only-binary :all: \
      --requirement "$1" && return
    say "uv 没有装成，改用 pip……"
  fi
  "$venv/bin/python" -m pip install --quiet --require-hashes --no-deps --only-binary :all: --requirement "$1"
}

if [ "$part" = dev ]; then
  say "准备测试和检查代码用的工具，只做这一次……"
  install requirements/dev.txt
  exit
fi
say "准备运行环境，只做这一次……"
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
install requirements/run.txt
# The build warns that the folder is used in place, which is what we want.
PYTHONWARNINGS=ignore "$venv/bin/python" -m pip install --quiet --no-index --no-deps \
  --no-build-isolation --editable .
