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

function localTime() {
  const now = new Date();
  const ahead = -now.getTimezoneOffset();
  const two = (number) => String(Math.floor(Math.abs(number))).padStart(2, "0");
  const zone = `${ahead < 0 ? "-" : "+"}${two(ahead / 60)}:${two(ahead % 60)}`;
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  return `${day}T${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}${zone}`;
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
