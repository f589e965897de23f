#!/usr/bin/env bash
# Prints the path of a Chromium for the browser tests. It and the library that Playwright's driver needs
# are installed from Debian where that is possible. Usage: find.sh [skip|"" [PYTHON]]. With "skip" it
# prints "skip", and the tests say that they were left out. PYTHON is the one that runs the tests.
set -euo pipefail
here=${BASH_SOURCE[0]%/*}
python=${2:-$here/../../.venv/bin/python}

if [ "${1:-}" = skip ]; then
  echo "BROWSER=skip：不运行浏览器测试。" >&2
  echo skip
  exit 0
fi

found() {
  for name in chromium chromium-browser google-chrome; do
    command -v "$name" && return 0
  done
  return 1
}

# Only starting the driver shows whether the libraries of its bundled node are there.
driver_fails() {
  ! why=$("$python" -m playwright --version 2>&1)
}

install() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 0
  echo "安装 $*……" >&2
  local log
  if ! log=$({ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@"; } 2>&1); then
    printf '没有装成：%s\n' "${log##*$'\n'}" >&2
  fi
}

found >/dev/null || install chromium fonts-noto-cjk
if ! browser=$(found); then
  echo "没有浏览器，浏览器测试无法运行。装上 chromium 再试，或用 make test BROWSER=skip 明确跳过。" >&2
  exit 3
fi
if driver_fails; then
  remedy=
  if [[ $why == *libatomic.so.1* ]]; then
    remedy="装上 libatomic1 再试，或"
    install libatomic1
  fi
  if driver_fails; then
    echo "浏览器驱动不能启动：${why##*$'\n'}" >&2
    echo "浏览器测试无法运行。${remedy}用 make test BROWSER=skip 明确跳过。" >&2
    exit 3
  fi
fi
echo "$browser"
