// One question on the page: its label, help, input, what is wrong with the answer, and choices.
// Texts of records and questions are put in as text, never as markup.

const FEW = 12;
const byId = (id) => document.getElementById(id);

function make(tag, properties, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (name in element && name !== "list") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...inside);
  return element;
}

class QuestionField {
  constructor(question, changed) {
    this.name = question.name;
    const id = "q-" + question.name;
    this.label = make("label", { htmlFor: id });
    this.help = make("p", { className: "help", id: id + "-help" });
    this.note = make("p", { className: "noted", id: id + "-note", hidden: true });
    this.wrong = make("p", { className: "wrong", id: id + "-wrong", hidden: true });
    this.options = "";
    this.input = this.inputFor(question, id);
    this.input.setAttribute("aria-describedby", `${id}-help ${id}-note ${id}-wrong`);
    this.input.addEventListener("change", () => changed(this));
    // What is chosen from a list counts at once: the questions that follow from it come before the
    // next press of Tab leads past them.
    if (this.list) this.input.addEventListener("input", () => this.chosen(changed));
    this.element = make("div", { className: "field" }, this.label, this.help);
    this.element.append(...this.inputs(question, changed), this.note, this.wrong);
  }

  inputFor(question, id) {
    const common = { id, name: question.name, autocomplete: "off" };
    this.isSelect = isSelect(question);
    if (this.isSelect) return make("select", common);
    if (question.input === "long") return make("textarea", { ...common, rows: 3 });
    if (question.input !== "choice") return make("input", common);
    this.list = make("datalist", { id: id + "-list" });
    return make("input", { ...common, list: id + "-list" });
  }

  inputs(question, changed) {
    if (this.list) return [this.input, this.list];
    return question.input === "day" ? [this.dayInput(question, changed)] : [this.input];
  }

  // A calendar beside the text, because a date may be known to the month or the year only.
  dayInput(question, changed) {
    const calendar = make("input", { type: "date", tabIndex: -1, className: "calendar" });
    calendar.setAttribute("aria-hidden", "true");
    const button = make("button", { type: "button" }, "选日期");
    button.setAttribute("aria-label", "在日历上选" + question.title);
    button.addEventListener("click", () => calendar.showPicker());
    calendar.addEventListener("change", () => {
      this.input.value = calendar.value;
      changed(this);
    });
    return make("div", { className: "day" }, this.input, button, calendar);
  }

  // Return whether it can show a question as it is put now.
  fits(question) {
    const hasList = question.input === "choice" && !isSelect(question);
    return this.isSelect === isSelect(question) && !!this.list === hasList;
  }

  chosen(changed) {
    clearTimeout(this.search);
    if (this.isOffered) changed(this);
    else if (this.question.is_searched) this.search = setTimeout(() => changed(this), 200);
  }

  get isRemarked() {
    return !this.wrong.hidden || !this.note.hidden;
  }

  get isOffered() {
    return this.question.choices.some((one) => one.value === this.value);
  }

  get value() {
    return this.input.value;
  }

  set value(text) {
    this.input.value = text;
    if (this.isSelect && this.input.value !== text) {
      this.input.append(make("option", { value: text }, text));
      this.input.value = text;
    }
  }

  update(question) {
    this.question = question;
    this.label.replaceChildren(question.title);
    if (question.is_needed) this.label.append(make("span", { className: "needed" }, "必填"));
    this.input.required = question.is_needed;
    const waits = question.waits_for.length ? `先填${question.waits_for.join("、")}。` : "";
    this.help.textContent = waits + question.help;
    this.showOptions(question);
    // Half a word in a search is not wrong yet.
    const isSearching = question.is_searched && document.activeElement === this.input;
    // What the check said of an answer stays until the answer is another one.
    if (this.value !== this.refused) this.showWrong(this.value && !isSearching ? question.error : "");
    this.note.textContent = question.note;
    this.note.hidden = !question.note;
  }

  showOptions(question) {
    const options = JSON.stringify(question.choices);
    if (options === this.options) return;
    this.options = options;
    const value = this.value;
    const into = this.isSelect ? this.input : this.list;
    if (!into) return;
    const made = question.choices.map((one) => optionFor(one, this.isSelect));
    if (this.isSelect) made.unshift(make("option", { value: "" }, "——"));
    into.replaceChildren(...made);
    this.value = value;
  }

  refuse(text) {
    this.refused = this.value;
    this.showWrong(text);
  }

  showWrong(text) {
    if (!text) this.refused = null;
    this.wrong.textContent = text;
    this.wrong.hidden = !text;
    if (text) this.input.setAttribute("aria-invalid", "true");
    else this.input.removeAttribute("aria-invalid");
  }
}

function isSelect(question) {
  const few = question.choices.length > 0 && question.choices.length <= FEW;
  return question.input === "choice" && few && !question.is_open;
}

function optionFor(one, isSelect) {
  const about = one.about ? `${one.value}　${one.about}` : one.value;
  return isSelect ? make("option", { value: one.value }, about) : make("option", { value: one.value, label: about });
}
