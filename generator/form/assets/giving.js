// Gives a sitting away: a ZIP file, a patch, and links to the forge's page for new files.

function download(name, type, content) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

// The register's own zone, as in its commits: not that of the machine.
function timeInChina() {
  const hours = 8;
  const there = new Date(Date.now() + hours * 3600000).toISOString();
  return `${there.slice(0, 19)}+08:00`;
}

function forgeItem(made) {
  if (made.link) {
    const properties = { href: made.link, target: "_blank", rel: "noopener noreferrer" };
    return make("li", {}, make("a", properties, `新建 ${made.path}`));
  }
  const text = make("textarea", { readOnly: true, rows: 6, value: made.text });
  text.setAttribute("aria-label", `${made.path} 的内容`);
  return make("li", {}, `在网页上新建文件 ${made.path}，贴上：`, text);
}
