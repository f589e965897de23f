#!/usr/bin/env bash
# Brings what runs the pipelines of GitLab in tests: gitlab-ci-local from npm, compared with its hash, and
# rsync from Debian, which it and publish.sh need. Usage: prepare.sh VENV
set -euo pipefail
venv=$1
version=4.75.1
hash=02b9865f9efab8aa9382ce0f3021f714d3c40fe261c432dbd8e71bf3ddfe698f3c440dacc7d80fe8bec6be9b87409905251bc0e4a4aaf5f0f4cb244b68b13277
place=$venv/gitlab-ci-local

fail() {
  echo "$1" >&2
  echo "流水线的测试无法运行。$2" >&2
  exit 3
}

if ! command -v rsync >/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "安装 rsync……" >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq rsync; } >/dev/null 2>&1 || true
  fi
  command -v rsync >/dev/null || fail "没有 rsync。" "装上 rsync 再试。"
fi

[ -e "$place/package/dist/index.js" ] && exit 0
command -v npm >/dev/null || fail "没有找到 npm。" "安装 Node.js（含 npm）再试。"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
npm pack "gitlab-ci-local@$version" --silent --ignore-scripts --pack-destination "$scratch" >/dev/null ||
  fail "npm 没有取到 gitlab-ci-local。" "检查网络和 npm 的设置再试。"
echo "$hash  $scratch/gitlab-ci-local-$version.tgz" | sha512sum --check --quiet ||
  fail "取到的 gitlab-ci-local 与登记的校验值不同。" "查对 npm 的镜像；不要使用这样取到的文件。"
mkdir "$scratch/whole"
tar -xzf "$scratch/gitlab-ci-local-$version.tgz" -C "$scratch/whole"
rm -rf "$place"
mv "$scratch/whole" "$place"
