/* The hits as a spreadsheet (Office Open XML): IDs as text, days as days, the head in sight and
   with filters. A ready-made writer can not be had without Node. */
window.lantianPart(function (search) {
  "use strict";

  const { files, slices, zip, NUMBER_TITLE } = search;
  const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
  const SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const PARTS = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  const SHEET_NAME = "检索结果";
  const LONGEST = 32767;      // letters that a cell of Excel holds
  const BOLD = 1, DAY = 2;    // styles, see STYLES
  const FIRST = Date.UTC(1899, 11, 30);
  const WIDTH = { number: 7, day: 12, text: 16 };
  const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

  const PLAIN = 'numFmtId="0" fontId="0" fillId="0" borderId="0"';
  const STYLES = `<styleSheet xmlns="${SHEET}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>`
    + '<fonts count="2"><font><sz val="11"/><name val="等线"/></font><font><b/><sz val="11"/><name val="等线"/></font></fonts>'
    + '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    + '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    + `<cellStyleXfs count="1"><xf ${PLAIN}/></cellStyleXfs><cellXfs count="3"><xf ${PLAIN} xfId="0"/>`
    + '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    + '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    + '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';

  function escaped(text) {
    return text.slice(0, LONGEST).replace(NOT_XML, "\ufffd")
      .replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  }

  /* A, B … Z, AA … */
  function letters(number) {
    return number < 26 ? String.fromCharCode(65 + number)
      : letters(Math.floor(number / 26) - 1) + letters(number % 26);
  }

  function textCell(text, style = 0) {
    return `<c t="inlineStr"${style ? ` s="${style}"` : ""}><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
  }

  /* The number of a day; NaN where the day is not known. */
  function serial(day) {
    return /^\d{4}-\d\d-\d\d$/.test(day) ? (Date.parse(day) - FIRST) / 864e5 : NaN;
  }

  function cellOf(text, kind) {
    if (text === "") return "<c/>";
    if (kind === "number") return `<c><v>${Number(text)}</v></c>`;
    const number = kind === "day" ? serial(text) : NaN;
    return number > 0 ? `<c s="${DAY}"><v>${number}</v></c>` : textCell(text);
  }

  async function* sheet(hits, columns, total) {
    const kinds = [{ kind: "number" }, ...columns];
    yield HEAD + `<worksheet xmlns="${SHEET}"><sheetViews><sheetView workbookViewId="0">`
      + '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>'
      + kinds.map(({ width, kind }, at) =>
        `<col min="${at + 1}" max="${at + 1}" width="${width ?? WIDTH[kind]}" customWidth="1"/>`).join("")
      + "</cols><sheetData><row>"
      + [NUMBER_TITLE, ...columns.map(({ title }) => title)].map((title) => textCell(title, BOLD)).join("")
      + "</row>\n";
    let number = 0;
    for await (const rows of slices(hits, columns)) {
      yield rows.map((cells) => `<row><c><v>${++number}</v></c>`
        + cells.map((text, at) => cellOf(text, columns[at].kind)).join("") + "</row>\n").join("");
    }
    yield `</sheetData><autoFilter ref="A1:${letters(columns.length)}${total + 1}"/></worksheet>`;
  }

  async function* all(text) {
    yield HEAD + text;
  }

  function relations(pairs) {
    return all(`<Relationships xmlns="${PACKAGE}/relationships">` + pairs.map(([type, target], at) =>
      `<Relationship Id="rId${at + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`).join("") + "</Relationships>");
  }

  function contentTypes() {
    const parts = [["workbook", "sheet.main"], ["worksheets/sheet1", "worksheet"], ["styles", "styles"]];
    return all(`<Types xmlns="${PACKAGE}/content-types">`
      + '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
      + parts.map(([name, type]) =>
        `<Override PartName="/xl/${name}.xml" ContentType="${PARTS}.${type}+xml"/>`).join("") + "</Types>");
  }

  function workbook(range) {
    return all(`<workbook xmlns="${SHEET}" xmlns:r="${OFFICE}"><bookViews><workbookView/></bookViews><sheets>`
      + `<sheet name="${SHEET_NAME}" sheetId="1" r:id="rId1"/></sheets><definedNames>`
      + `<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">${range}</definedName>`
      + "</definedNames></workbook>");
  }

  files.xlsx = (hits, columns, today, total) => zip([
    ["[Content_Types].xml", contentTypes()],
    ["_rels/.rels", relations([["officeDocument", "xl/workbook.xml"]])],
    ["xl/workbook.xml", workbook(`'${SHEET_NAME}'!$A$1:$${letters(columns.length)}$${total + 1}`)],
    ["xl/_rels/workbook.xml.rels",
      relations([["worksheet", "worksheets/sheet1.xml"], ["styles", "styles.xml"]])],
    ["xl/styles.xml", all(STYLES)],
    ["xl/worksheets/sheet1.xml", sheet(hits, columns, total)],
  ], `${PARTS}.sheet`);
});
