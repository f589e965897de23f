// What was typed in this sitting, kept in the browser until it is given away.

const KEY = "lantian-form:" + location.pathname + location.search;
const FULL = "这个浏览器存不下草稿了，关闭窗口会丢失没有下载的内容。先下载，再清空清单。";
const ELSEWHERE = "这个网页在另一个窗口里也打开着，那边改过以后，这里不再保存。在那个窗口里接着填；要在这里填，先关掉那个窗口，再刷新本页。";

function emptySitting() {
  return { entries: [], kind: "", answers: {}, drafts: {}, clerk: "", mail: "", edited: -1, given: false, saved: 0 };
}

const isObject = (one) => typeof one === "object" && one !== null && !Array.isArray(one);
const isEntry = (one) => isObject(one) && isObject(one.answers) && isObject(one.made) && Array.isArray(one.made.problems);

// Return a sitting, with nothing in it where what was kept is none: half written, or by another version.
function soundSitting(kept) {
  const whole = { ...emptySitting(), ...(isObject(kept) ? kept : {}) };
  const isSound = isObject(whole.answers) && isObject(whole.drafts) && Array.isArray(whole.entries);
  if (!isSound) return emptySitting();
  whole.entries = whole.entries.filter(isEntry);
  if (!whole.entries[whole.edited]) whole.edited = -1;
  return whole;
}

function readSitting(text) {
  try {
    return soundSitting(JSON.parse(text));
  } catch {
    return emptySitting();
  }
}

function keptSitting() {
  try {
    return readSitting(localStorage.getItem(KEY) || "{}");
  } catch {
    return emptySitting();
  }
}

// Two windows with the same page would each write over what the other keeps: the later one goes on.
let isElsewhere = false;
addEventListener("storage", (event) => {
  if (event.key !== KEY || event.newValue === null) return;
  isElsewhere = true;
  keep();
});

// Return what must be said of a sitting that does not survive the closing of the window; "" for nothing.
function keepSitting(sitting) {
  if (isElsewhere) return ELSEWHERE;
  sitting.saved = Date.now();
  const isOnDisk = keepElsewhere(sitting);
  try {
    localStorage.setItem(KEY, JSON.stringify(sitting));
    return "";
  } catch {
    return isOnDisk ? "" : FULL;
  }
}

// A draft of the server's that is younger than what this browser has, or where it has none.
function takeDraft(sitting, text) {
  if (!text) return;
  const kept = readSitting(text);
  if (kept.saved > sitting.saved) Object.assign(sitting, kept);
}

// What a check stands on: the other entries, without what was made of them.
function othersOf(sitting) {
  return asAsked(sitting.entries.filter((_, at) => at !== sitting.edited));
}

function asAsked(entries) {
  return entries.map(({ kind, answers, id, made }) => ({ kind, answers, id, began: made.began || "" }));
}
