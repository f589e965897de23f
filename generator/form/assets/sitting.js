// What was typed in this sitting, kept in the browser until it is given away.

const KEY = "lantian-form:" + location.pathname + location.search;

function emptySitting() {
  return { entries: [], kind: "", answers: {}, clerk: "", mail: "", edited: -1, given: false };
}

function keptSitting() {
  try {
    return { ...emptySitting(), ...JSON.parse(localStorage.getItem(KEY) || "{}") };
  } catch {
    return emptySitting();
  }
}

// Return whether the sitting survives the closing of the window.
function keepSitting(sitting) {
  try {
    localStorage.setItem(KEY, JSON.stringify(sitting));
    return true;
  } catch {
    return false;
  }
}

function othersOf(sitting) {
  return sitting.entries.filter((_, at) => at !== sitting.edited);
}
