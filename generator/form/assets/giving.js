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

function forgeItem({ deed, href, text }) {
  const properties = { href, target: "_blank", rel: "noopener noreferrer" };
  const item = make("li", {}, href ? make("a", properties, deed) : `在网页上${deed}`);
  if (!text) return item;
  const area = make("textarea", { readOnly: true, rows: 6, value: text });
  area.setAttribute("aria-label", `${deed}的内容`);
  item.append("，贴上：", area);
  return item;
}
