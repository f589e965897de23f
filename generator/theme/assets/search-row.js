/* What the table shows of one answer: plain texts, and a piece of text round the words found. */
window.lantianPart(function (search) {
  "use strict";

  const { cell, fold, matches, value } = search;
  const BEFORE = 24;   // letters shown before the first match
  const LENGTH = 100;  // letters shown of a text
  const ENDED = "（公开期已满，名称不显示）";

  function piece(text, words) {
    const first = matches(text, words)[0]?.start ?? 0;
    const start = first > LENGTH - BEFORE ? first - BEFORE : 0;
    const end = Math.min(text.length, start + LENGTH);
    return (start > 0 ? "…" : "") + text.slice(start, end) + (end < text.length ? "…" : "");
  }

  function said({ said: made }, row) {
    const found = [];
    for (let at = row ? made.ends[row - 1] : 0; at < made.ends[row]; at++) {
      found.push(value(made, made.rows[at]));
    }
    return found;
  }

  /* Every text of the record that the table does not show; what people typed comes first. */
  function texts(shard, row) {
    const others = shard.searched.filter(({ name, uses }) => name !== "found" && !uses.includes("hit"));
    const of = (columns) => columns.map(({ name }) => cell(shard, name, row));
    return [
      ...of(others.filter(({ uses }) => uses.includes("free"))),
      ...said(shard, row),
      ...of(others.filter(({ uses }) => !uses.includes("free"))),
    ];
  }

  /* For each term, and for each part of a run, the forms of which one tells why a record is a hit. */
  function reasons(terms) {
    return terms.flatMap((one) => (one.parts.length ? reasons(one.parts) : [one.forms.map(({ text }) => text)]));
  }

  /* What was found, and for terms that stand neither there nor in the table the text that has them. */
  function snippet(shard, row, shown, { terms, marks }) {
    const found = cell(shard, "found", row);
    const seen = fold([found, ...shown].join("\n"));
    const pieces = found ? [piece(found, marks)] : [];
    const missingIn = (folded) => (forms) => !forms.some((form) => folded.includes(form));
    let missing = reasons(terms).filter(missingIn(seen));
    if (!missing.length) return pieces;
    for (const text of texts(shard, row)) {
      const still = missing.filter(missingIn(fold(text)));
      if (still.length === missing.length) continue;
      pieces.push(piece(text, missing.flat()));
      missing = still;
      if (!missing.length) break;
    }
    return pieces;
  }

  function describe({ shard, row }, query) {
    const made = Object.fromEntries(shard.hit.map(({ name }) => [name, cell(shard, name, row)]));
    return {
      ...made,
      site: shard.ended[row] ? ENDED : made.site,
      url: cell(shard, "url", row).replaceAll("{}", made.id),
      kind: shard.facets.kind[row],
      open: cell(shard, "open", row),
      outcome: shard.facets.outcome?.[row],
      programme: shard.facets.programme?.[row],
      snippet: snippet(shard, row, Object.values(made), query),
    };
  }

  Object.assign(search, { describe });
});
