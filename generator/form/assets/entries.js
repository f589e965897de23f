// The list of the sitting: what is in it, changing and deleting it, and giving it away.

function showEntries() {
  byId("entries").replaceChildren(...sitting.entries.map(entryItem));
  byId("none").hidden = sitting.entries.length > 0;
  byId("giving").hidden = sitting.entries.length === 0;
  showForge();
  keep();
}

function entryItem(entry, at) {
  const { made } = entry;
  const button = (word, does) => {
    const one = make("button", { type: "button", onclick: does }, word);
    one.setAttribute("aria-label", `${word} ${made.label}`);
    return one;
  };
  const text = make("details", {}, make("summary", {}, "记录内容"), make("pre", {}, made.shown || made.text));
  const preview = made.preview ? [previewOf(made, at === sitting.entries.length - 1)] : [];
  const warned = made.problems.map((one) => make("p", { className: "noted" }, `提醒：${one.message}`));
  return make(
    "li", {}, make("strong", {}, made.label), ` ${made.title} `,
    button("修改", () => edit(at)), " ", button("删去", () => remove(at)), ...warned, ...preview, text,
  );
}

async function edit(at) {
  sitting.edited = at;
  await begin(sitting.entries[at].kind, { ...sitting.entries[at].answers });
  byId("what").scrollIntoView();
  [...fields.values()][0].input.focus();
}

async function remove(at) {
  const [gone] = sitting.entries.splice(at, 1);
  sitting.edited = -1;
  showEntries();
  say(`已删去：${gone.made.label}`);
  await begin(sitting.kind, sitting.answers);
}

async function packaged(kind = "package") {
  sitting.clerk = byId("clerk").value.trim();
  sitting.mail = byId("mail").value.trim();
  byId("clerk-wrong").hidden = !!sitting.clerk;
  byId("clerk-wrong").textContent = sitting.clerk ? "" : "没有填；写姓名以外的单位名称也可以";
  if (!sitting.clerk) return byId("clerk").focus();
  const given = await ask({
    do: kind, entries: asAsked(sitting.entries), name: sitting.clerk, mail: sitting.mail, now: timeInChina(),
  });
  if (given.faulty.length) {
    say(`第 ${given.faulty.map((at) => at + 1).join("、")} 条通不过检查，改好再${kind === "save" ? "保存" : "下载"}`);
    return undefined;
  }
  return given;
}

async function give(kind) {
  const given = await packaged();
  if (!given) return;
  const name = `lantian-${timeInChina().slice(0, 16).replace(/[-:T]/g, "")}`;
  if (kind === "zip") download(`${name}.zip`, "application/zip", bytesOf(given.zip));
  else download(`${name}.patch`, "text/x-patch", given.patch);
  sitting.given = true;
  keep();
  say(`已下载，共 ${sitting.entries.length} 条。发给管理员以后，可以清空清单。`);
}

function showForge() {
  const files = sitting.entries.map((one) => one.made.forge).filter(Boolean);
  byId("forge").hidden = !start.has_forge || !files.length;
  if (!start.has_forge || !files.length) return;
  byId("forge").replaceChildren(
    make("h3", {}, "或者在代码托管网站上提交"),
    make("ul", {}, ...files.map((one) => forgeItem(one))),
  );
}

function empty() {
  const isLost = !sitting.given && !confirm("清单还没有下载，清空就没有了。要清空吗？");
  if (isLost) return;
  sitting.entries = [];
  sitting.edited = -1;
  showEntries();
  say("清单已清空");
}
