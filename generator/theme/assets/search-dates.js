/* Days, months and numbers as people write them. */
window.lantianPart(function (search) {
  "use strict";

  const DIGITS = "零一二三四五六七八九";
  const NUMERALS = /[〇零一二两三四五六七八九十百]+/g;
  const IN_DATES = /[〇零一二三四五六七八九十]+(?=[年月日号])/g;
  const NUMBERS = /(?<![\d.a-z-])\d{1,3}(?![\d.a-z-])/g;
  const WRITTEN = /(\d{4})年(?:(\d{1,2})月(?:份|(\d{1,2})[日号])?)?|(\d{1,2})月(\d{1,2})[日号]|(\d{1,2})月份?/y;
  const SIGNED = /^(\d{4})([./-])(\d{1,2})(?:\2(\d{1,2}))?$|^(20\d\d)(\d\d)(\d\d)$/;

  function numberOf(text) {
    const plain = text.replace("〇", "零").replace("两", "二");
    if (!/[十百]/.test(plain)) return [...plain].map((one) => DIGITS.indexOf(one)).join("");
    const [, hundreds = "", , tens, ones = ""] = plain.match(/^(?:(.?)百)?零?((.?)十)?(.?)$/) ?? [];
    const digit = (one, missing) => (one ? DIGITS.indexOf(one) : missing);
    return String(digit(hundreds, 0) * 100
      + (plain.includes("十") ? digit(tens, 1) * 10 : 0) + digit(ones, 0));
  }

  function numeralOf(number) {
    const [hundreds, tens, ones] = [Math.floor(number / 100), Math.floor(number / 10) % 10, number % 10];
    const lead = hundreds ? `${DIGITS[hundreds]}百${!tens && ones ? "零" : ""}` : "";
    const middle = tens ? `${tens === 1 && !hundreds ? "" : DIGITS[tens]}十` : "";
    return lead + middle + (ones || !number ? DIGITS[ones] : "");
  }

  /* The same with numbers written the other way: 一蒸吨 and 1蒸吨. */
  function otherNumbers(text) {
    if (!/[\u4e00-\u9fff]/.test(text)) return [];
    const made = [
      text.replace(NUMERALS, numberOf),
      text.replace(NUMBERS, (number) => numeralOf(Number(number))),
      text.replace(/(?<![\d.a-z-])2(?=[\u4e00-\u9fff])/g, "两"),
    ];
    return [...new Set(made)].filter((one) => one !== text);
  }

  function two(number) {
    return String(number).padStart(2, "0");
  }

  function date(year, month, day) {
    return { year: year ?? "", month: month ? two(month) : "", day: day ? two(day) : "" };
  }

  /* Dates in Chinese numerals, in figures. */
  function inFigures(text) {
    return text.replace(IN_DATES, numberOf);
  }

  /* The date that is written at a place of a text, with its length; null where there is none. */
  function dateAt(text, at) {
    WRITTEN.lastIndex = at;
    const match = WRITTEN.exec(text);
    if (!match) return null;
    const [whole, year, month, day, monthOnly, dayOnly, alone] = match;
    return { ...date(year, month ?? monthOnly ?? alone, day ?? dayOnly), length: whole.length };
  }

  /* The date that a whole text is: 2018年11月3日, 2018.11.3, 20181103. Null for ISO dates, which
     records hold as they are. */
  function dateOf(text) {
    const written = dateAt(text, 0);
    if (written?.length === text.length) return written;
    const match = SIGNED.exec(text);
    if (!match) return null;
    const [, year, sign, month, day, ...solid] = match;
    if (sign === "-" && month.length === 2 && day?.length !== 1) return null;
    const made = year ? date(year, month, day) : date(...solid);
    return Number(made.month) <= 12 && Number(made.day) <= 31 ? made : null;
  }

  /* How a date may stand in a text. */
  function writtenDates({ year, month, day }) {
    const chinese = (year && `${year}年`) + (month && `${Number(month)}月`) + (day && `${Number(day)}日`);
    const iso = month && (year || day) ? `${year}-${month}${day && "-" + day}` : "";
    return [chinese, iso].filter(Boolean);
  }

  Object.assign(search, { dateAt, dateOf, inFigures, otherNumbers, writtenDates });
});
