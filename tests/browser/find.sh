#!/usr/bin/env bash
# Prints the path of a Chromium for the browser tests, installing Debian's where that is possible.
# Usage: find.sh [skip]. With "skip" it prints "skip", and the tests say that they were left out.
set -euo pipefail

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

if found; then
  exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "安装浏览器 chromium 和中文字体……" >&2
  export DEBIAN_FRONTEND=noninteractive
  if ! log=$({ apt-get update -qq && apt-get install -y -qq chromium fonts-noto-cjk; } 2>&1); then
    printf '没有装成：%s\n' "${log##*$'\n'}" >&2
  fi
fi
if ! found; then
  echo "没有浏览器，浏览器测试无法运行。装上 chromium 再试，或用 make test BROWSER=skip 明确跳过。" >&2
  exit 3
fi
