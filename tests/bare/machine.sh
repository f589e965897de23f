#!/usr/bin/env bash
# Makes the bare system in a folder and runs the commands in it. Mounts are never undone here: run.sh
# calls this in namespaces that end with it. Usage: machine.sh FOLDER SUITE MIRROR PYTHON REPOSITORY
set -euo pipefail
machine=$1 suite=$2 mirror=$3 python=$4 repository=$5

# Print pip's settings as variables. `pip config list` prints KEY='VALUE' lines; of two for one key the
# first wins, which is the environment's.
pip_settings() {
  "$python" -m pip config list | sed -nE "s/^[^.]+\.([a-z-]+)='(.*)'$/\1=\2/p" | sort -t= -k1,1 -u -s |
    while IFS='=' read -r key value; do
      key=${key^^}
      printf 'PIP_%s=%s\n' "${key//-/_}" "${value//\\n/ }"
    done
}

# Certificates, lists of versions and folders of packages that pip's settings name become visible at the
# same path inside. An index in a folder `simple` usually refers to files beside it.
mount_inside() {
  for path in "${@%/simple}"; do
    [ -e "$path" ] || continue
    if [ -d "$path" ]; then
      mkdir -p "$machine$path"
    else
      mkdir -p "$machine${path%/*}" && touch "$machine$path"
    fi
    mount --bind "$path" "$machine$path"
    mount -o remount,bind,ro "$machine$path"
  done
}

run_inside() {
  printf '—— %s\n' "$*"
  local began=$SECONDS
  chroot "$machine" /usr/bin/env -i -C /srv/ledger \
    HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin "${settings[@]}" "$@"
  printf '—— 用了 %d 秒\n' "$((SECONDS - began))"
}

echo "建立 Debian $suite 最小系统……"
log=$(debootstrap --variant=minbase --include=python3,python3-venv,git,make,ca-certificates \
  "$suite" "$machine" "$mirror" 2>&1) || { printf '没有建成：\n%s\n' "$(tail -n 5 <<<"$log")" >&2; exit 3; }
printf '—— 用了 %d 秒\n' "$SECONDS"

mountpoint -q "$machine/proc" || mount -t proc proc "$machine/proc"
cp /etc/hosts /etc/resolv.conf "$machine/etc/"
apt-config dump | grep -E '^Acquire::(https?|Check|Retries)' >"$machine/etc/apt/apt.conf.d/90host" || true
mapfile -t settings < <(pip_settings; env | grep -iE '^(https?|no|all)_proxy=' || true)
mapfile -t named < <(printf '%s\n' "${settings[@]}" | grep -oE '(=| |file://)/[^ ]+' | grep -oE '/[^/].*')
mount_inside "${named[@]}"
git clone --quiet --no-hardlinks "$repository" "$machine/srv/ledger"
# npm, and so gitlab-ci-local, is no part of the bare system; what it prepared on this machine is brought along.
if [ -d "$repository/generator/form/runtime" ]; then
  cp -r "$repository/generator/form/runtime" "$machine/srv/ledger/generator/form/"
fi

run_inside make site
if [ -d "$repository/.venv/gitlab-ci-local" ]; then
  cp -r "$repository/.venv/gitlab-ci-local" "$machine/srv/ledger/.venv/"
fi
run_inside make test "TESTS=${BARE_TESTS:-}"
