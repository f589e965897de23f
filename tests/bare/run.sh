#!/usr/bin/env bash
# Runs the README's commands, `make site` and `make test`, on a Debian that has next to nothing installed.
# Usage: run.sh PYTHON, whose pip names the package index. Settings from the environment:
#   BARE_TESTS   tests to run instead of all, such as tests/browser/test_search.py
#   BARE_SUITE   the Debian release
#   BARE_MIRROR  where it comes from; without it, from where this machine's own packages come
#   BARE_FOLDER  where the system is put; it needs 3 GB or more, and may not be mounted noexec or nodev
# Only what is committed is tested.
set -euo pipefail
python=$1
suite=${BARE_SUITE:-bookworm}

refuse() {
  printf '%s\n' "$*" >&2
  exit 3
}

# Print where apt gets Debian from. Labels are known only after an update.
mirror() {
  apt-get indextargets --format '$(REPO_URI)' "Created-By: Packages" "Label: Debian" 2>/dev/null |
    { read -r first && echo "$first"; } || true
}

[ "$(id -u)" = 0 ] || refuse "make test-bare 要另建一个 Debian 系统，须以管理员（root）身份运行。"
command -v apt-get >/dev/null || refuse "make test-bare 只能在有 apt-get 的 Debian 电脑上运行。"
export DEBIAN_FRONTEND=noninteractive
if ! command -v debootstrap >/dev/null; then
  echo "安装 debootstrap……" >&2
  log=$({ apt-get update -qq && apt-get install -y -qq debootstrap; } 2>&1) ||
    refuse "没有装成 debootstrap：${log##*$'\n'}"
fi
mirror=${BARE_MIRROR:-$(mirror)}
[ -n "$mirror" ] || { apt-get update -qq && mirror=$(mirror); }
[ -n "$mirror" ] || refuse "apt 的软件源里没有 Debian，不知道从哪里取。用 BARE_MIRROR=网址 指明。"
unshare --mount --pid --fork true 2>/dev/null ||
  refuse "这里不允许建立独立的挂载空间（unshare），无法另建系统。容器须有 SYS_ADMIN 权限。"

here=$(cd "$(dirname "$0")" && pwd)
machine=$(mktemp -d "${BARE_FOLDER:-/var/tmp}/lantian-bare.XXXXXX")

# Mounts and processes live in namespaces that end with the first process in them, and that process is
# killed when this script ends in whatever way. So only the folder is left to delete.
delete() {
  [ -z "${system:-}" ] || { kill -KILL "$system" && wait "$system"; } 2>/dev/null || true
  for _ in {1..20}; do
    rm -rf --one-file-system "$machine" 2>/dev/null && return
    sleep 0.5 # processes that were just killed still hold files there
  done
  rm -rf --one-file-system "$machine"
}
trap delete EXIT
trap 'exit 130' INT TERM HUP
# kill -9 leaves this script no time for the above.
(trap '' INT TERM HUP; tail --pid=$$ -f /dev/null; delete) >/dev/null 2>&1 &

setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child \
  bash "$here/machine.sh" "$machine" "$suite" "$mirror" "$python" "$here/../.." </dev/null &
system=$!
wait "$system"
