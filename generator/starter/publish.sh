#!/usr/bin/env bash
# 把公开版放到自己的服务器：rsync 传到暂存文件夹，传完一次换上，再删去旧的（旧的里有已经到期的名称）。
# 用法: bash publish.sh 目的地      目的地写 /srv/lantian 或者 用户@主机:/srv/lantian，事先建好
# 网站服务器的根目录设为目的地下面的 current。每天运行一次，到期的名称才会按时撤下，例如在 cron 里：
#   10 0 * * *  cd /srv/register && git pull --ff-only --quiet && bash publish.sh /srv/lantian
# 只发布公开版。EDITION=full 发布完整版：有内部内容，目的地只能是别人进不去的地方。
set -euo pipefail
cd "$(dirname "$0")"

to=${1:?写明目的地，例如 用户@主机:/srv/lantian}
case $to in
  *:*) host=${to%%:*} folder=${to#*:} ;;
  *) host='' folder=$to ;;
esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A command where the site lies; what is not there answers 44.
there() {
  local line
  line="cd $(printf %q "$folder") && $1"
  if [ -n "$host" ]; then ssh -o BatchMode=yes -- "$host" "$line"; else bash -c "$line"; fi
}

code=0
there '{ [ -e current ] || exit 44; cat current/data/build.json; }' > "$work/last.json" || code=$?
case $code in
  0) last=(--last "$work/last.json") ;;
  44) last=(--first) ;;
  *) echo "目的地 $to 读不到，网站没有更新：文件夹要事先建好，主机要能用密钥登录。" >&2; exit 1 ;;
esac
lantian publish --edition "${EDITION:-public}" --out "$work/site" --summary "$work/summary.md" "${last[@]}"

next=release-$(date -u +%Y%m%dT%H%M%SZ)-$$
rsync --recursive --times --delete --link-dest=../current "$work/site/" "$to/$next/"
there "ln -sfn $next current.new && mv -T current.new current"
there "find . -mindepth 1 -maxdepth 1 -name 'release-*' ! -name $next -exec rm -rf {} +"
echo "已换上：$to/current"
