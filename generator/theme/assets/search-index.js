/* The records for searching: loads them from data/*.js and answers queries. What the page shows is
   search.js's business. The shards are script tags because a page on disk may not fetch files. */
(function () {
  "use strict";

  const FACETS = ["kind", "programme", "city", "group", "category", "year"];
  const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
  const arrived = { manifest: null, shards: new Map() };

  window.lantianManifest = (manifest) => { arrived.manifest = manifest; };
  window.lantianShard = (number, packed) => { arrived.shards.set(number, packed); };

  /* Full width and half width, capitals and small letters are the same to a reader. */
  function fold(text) {
    return text.normalize("NFKC").replace(INVISIBLE, "").toLowerCase();
  }

  /* NFKC turns the full-width space into a plain one. */
  function words(query) {
    return fold(query).split(/\s+/).filter(Boolean);
  }

  function addScript(address) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = resolve;
      script.onerror = () => reject(new Error(address));
      document.head.append(script);
    });
  }

  async function unpack(packed) {
    const binary = atob(packed);
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  }

  async function loadShard(folder, manifest, number) {
    await addScript(folder + manifest.shards[number - 1].file);
    const columns = await unpack(arrived.shards.get(number));
    arrived.shards.delete(number);
    // A copy kept from an older build would show the wrong cities and categories.
    if (columns.version !== manifest.version) throw new Error("version");
    columns.hay = columns.id.map((id, row) => haystack(columns, row));
    columns.titleEnd = columns.title.map((title) => fold(title).length);
    return columns;
  }

  /* The title stands first, so that the place of a match tells whether it is in the title. */
  function haystack(columns, row) {
    const place = columns.places[columns.place[row]];
    return fold([columns.title[row], columns.id[row], place, columns.text[row]].join("\n"));
  }

  /* Gives the index and the files that could not be read; rejects without a manifest. */
  async function load(folder, onProgress) {
    await addScript(folder + "manifest.js");
    const manifest = arrived.manifest;
    let done = 0;
    const loads = manifest.shards.map((shard, i) =>
      loadShard(folder, manifest, i + 1).finally(() => onProgress(++done / manifest.shards.length)));
    const results = await Promise.allSettled(loads);
    const shards = results.filter((result) => result.value).map((result) => result.value);
    const failed = manifest.shards.filter((shard, i) => !results[i].value);
    return { ...join(shards, manifest), failed: failed.map((shard) => shard.file) };
  }

  /* The shards run from old to new; the index runs from new to old, the order of the answers. */
  function join(shards, manifest) {
    const column = (name) => shards.flatMap((shard) => shard[name]).reverse();
    const years = manifest.facets.year;
    const facet = Object.fromEntries(
      FACETS.slice(0, -1).map((name) => [name, Int32Array.from(column(name))]));
    const date = column("date");
    facet.year = Int32Array.from(date, (day) => years.indexOf(day.slice(0, 4)));
    const id = column("id");
    return {
      id, date, facet,
      url: column("url"), title: column("title"), text: column("text"),
      hay: column("hay"), titleEnd: column("titleEnd"),
      place: shards.flatMap((shard) => shard.place.map((n) => shard.places[n])).reverse(),
      rowOf: new Map(id.map((name, row) => [fold(name), row])),
      options: manifest.facets,
    };
  }

  /* The rank of an answer; an exact ID comes before all. The first kind is what people look for. */
  const EXACT = 0, TITLE = 1, TEXT = 2, OTHER_KIND = 2;

  /* -1 where a word is missing. */
  function rank(index, row, wanted) {
    let best = TITLE;
    for (const word of wanted) {
      const at = index.hay[row].indexOf(word);
      if (at < 0) return -1;
      if (at + word.length > index.titleEnd[row]) best = TEXT;
    }
    return index.facet.kind[row] === 0 ? best : best + OTHER_KIND;
  }

  /* The one filter that a record fails: "" if none, null if several. */
  function failedFilter(index, row, chosen) {
    let failed = "";
    for (const [name, value] of chosen) {
      if (index.facet[name][row] === value) continue;
      if (failed) return null;
      failed = name;
    }
    return failed;
  }

  /* Rows in order, and for each facet the count of each value under the other filters.
     chosen: pairs of facet and value number; date: "" or the beginning of a date. */
  function search(index, { query, chosen, date }) {
    const wanted = words(query);
    const exact = new Set(wanted.map((word) => index.rowOf.get(word)));
    const ranks = [[], [], [], [], []];
    const counts = Object.fromEntries(
      FACETS.map((name) => [name, new Uint32Array(index.options[name].length)]));
    for (let row = 0; row < index.id.length; row++) {
      if (!index.date[row].startsWith(date)) continue;
      const failed = failedFilter(index, row, chosen);
      if (failed === null) continue;
      const place = rank(index, row, wanted);
      if (place < 0) continue;
      for (const name of failed ? [failed] : FACETS) {
        const value = index.facet[name][row];
        if (value >= 0) counts[name][value]++;
      }
      if (!failed) ranks[exact.has(row) ? EXACT : place].push(row);
    }
    return { rows: ranks.flat(), counts };
  }

  window.lantianSearch = { FACETS, fold, words, load, search };
})();
