/* Print, copy the link, share: buttons that work only with a script, so a script puts them in.
   A list or a sheet (data-tools="print") is printed, a case (data-part="tools") is handed on, too.
   Nothing is sent: sharing opens what the reader's device offers, where it offers anything. */
(function () {
  "use strict";

  const place = document.querySelector('[data-part="tools"], [data-tools="print"]');
  if (!place) return;

  const said = document.createElement("span");
  said.className = "vh";
  said.setAttribute("role", "status");

  function tell(button, text) {
    const words = button.textContent;
    said.textContent = text;
    button.textContent = text;
    setTimeout(() => { button.textContent = words; }, 2000);
  }

  /* Pages opened from disk may have no clipboard: then the address is selected in a field. */
  function copyOldWay(text) {
    const field = document.createElement("textarea");
    field.value = text;
    field.setAttribute("readonly", "");
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }

  async function copy(button) {
    const address = document.querySelector('link[rel="canonical"]')?.href ?? location.href;
    let done = false;
    try {
      await navigator.clipboard.writeText(address);
      done = true;
    } catch {
      done = copyOldWay(address);
    }
    tell(button, done ? "已复制" : "没有复制成，从地址栏复制");
  }

  async function share() {
    const description = document.querySelector('meta[name="description"]')?.content;
    try {
      await navigator.share({ title: document.title, text: description, url: location.href });
    } catch {
      // The reader closed the list of programs.
    }
  }

  function make(words, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.addEventListener("click", () => act(button));
    return button;
  }

  const buttons = [make(place.dataset.print ?? "打印", () => window.print())];
  if (place.dataset.part) {
    buttons.push(make("复制链接", copy));
    if (navigator.share) buttons.push(make("分享", share));
  }
  place.prepend(...buttons);
  place.append(said);
})();
