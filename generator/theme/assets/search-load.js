/* Brings the records to the engine: the manifest, then the shards that can matter, as script tags,
   because a page on disk may not fetch files. */
(function () {
  "use strict";

  const search = window.lantianSearch;
  const FOLDER = "../data/";
  const AT_ONCE = 3;      // shards on their way from disk
  const HOUR = 60 * 60 * 1000;
  const SOON = 15;        // days before a deadline
  const OVERDUE = [
    { key: "1", label: "已逾期" },
    { key: "soon", label: `${SOON} 天内到期` },
    { key: "later", label: `${SOON} 天后到期` },
  ];
  const arrived = { manifest: null, words: null, shards: new Map() };
  window.lantianManifest = (manifest) => { arrived.manifest = manifest; };
  window.lantianWords = (words) => { arrived.words = words; };
  window.lantianShard = (file, digest, packed) => { arrived.shards.set(file, { digest, packed }); };

  function addScript(address) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => { script.remove(); resolve(); };
      script.onerror = () => { script.remove(); reject(new Error(address)); };
      document.head.append(script);
    });
  }

  /* The engine in a worker made of the parts' own text; in the page where there are no workers. */
  function engine(tell) {
    const source = `"use strict";\nconst search = {};\n`
      + search.parts.map((part) => `(${part})(search);\n`).join("")
      + "const hear = search.engine((message) => postMessage(message));\n"
      + "onmessage = (event) => hear(event.data);\n";
    try {
      const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
      const worker = new Worker(address);
      worker.onmessage = (event) => tell(event.data);
      worker.onerror = () => tell({ type: "stopped" });
      return (message) => worker.postMessage(message);
    } catch {
      return search.engine(tell);
    }
  }

  /* Facet → number of the option → records, for one shard. */
  function counted({ counts }) {
    return Object.fromEntries(Object.entries(counts).map(([name, pairs]) => {
      const found = new Map();
      for (let at = 0; at < pairs.length; at += 2) found.set(pairs[at], pairs[at + 1]);
      return [name, found];
    }));
  }

  /* Whether a shard can hold an answer; what depends on a day is not known beforehand. */
  function canMatch({ counts }, filters) {
    return filters.every(([name, number]) => name === "overdue" || counts[name].has(number));
  }

  /* The day of a moment in UTC, as the records write days. */
  function day(moment) {
    return new Date(moment).toISOString().slice(0, 10);
  }

  /* Deadlines are judged by the day of the build, as on every page; terms of publication by the
     day in China at the reader's clock, or by that of the build where his clock is slow. */
  function daysOf({ today }) {
    const reader = day(Date.now() + 8 * HOUR);
    return { today, soon: day(Date.parse(today) + SOON * 24 * HOUR), reader: reader > today ? reader : today };
  }

  function describe(manifest) {
    const options = { ...manifest.facets, overdue: OVERDUE };
    const sizes = Object.fromEntries(
      Object.entries(options).map(([name, all]) => [name, all.length]));
    return {
      options: manifest.facets, sizes, columns: manifest.columns, today: manifest.today,
      waiting: manifest.waiting, days: daysOf(manifest), all: options, words: arrived.words, han: window.lantianHan,
    };
  }

  /* Shards of cities that the query names first, then those with the newest records. */
  function sorted(shards, cities, { terms }) {
    const wanted = search.citiesOf(terms);
    const keys = terms.map(({ text }) => text);
    const named = (shard) => Number([...shard.counts.city.keys()].some((number) =>
      wanted.includes(number) || keys.some((text) => text.includes(cities[number].key))));
    const names = new Map(shards.map((shard) => [shard, named(shard)]));
    return [...shards].sort((a, b) =>
      names.get(b) - names.get(a) || (a.newest < b.newest ? 1 : a.newest > b.newest ? -1 : 0));
  }

  /* Gives ask(query), file(format), canMatch and what the manifest says. tell(message) hears answers
     and files of the engine, and {type: "missing" | "stale", file}. Rejects without a manifest. */
  search.open = async function (tell) {
    await Promise.all(["manifest.js", "words.js"].map((file) => addScript(FOLDER + file)));
    const about = describe(arrived.manifest);
    const shards = arrived.manifest.shards.map((one) => ({ ...one, counts: counted(one) }));
    const wanted = new Set();    // files that were asked for
    let queue = [];
    let under = 0, number = 0;
    const say = engine(tell);
    say({ type: "setup", about });

    function give({ file, digest }) {
      const came = arrived.shards.get(file);
      arrived.shards.delete(file);
      if (came?.digest === digest) return say({ type: "shard", file, packed: came.packed });
      tell({ type: "stale", file });
      return say({ type: "gone", file });
    }

    async function load(shard) {
      try {
        await addScript(FOLDER + shard.file);
        give(shard);
      } catch {
        tell({ type: "missing", file: shard.file });
        say({ type: "gone", file: shard.file });
      }
      under--;
      loadMore();
    }

    function loadMore() {
      while (under < AT_ONCE && queue.length) {
        const shard = queue.shift();
        if (wanted.has(shard.file)) continue;
        wanted.add(shard.file);
        under++;
        load(shard);
      }
    }

    function ask(query) {
      const year = query.date.slice(0, 4);
      const at = about.options.year.findIndex(({ key }) => key === year);
      const known = year ? [...query.filters, ["year", at]] : query.filters;
      const needed = shards.filter((shard) => canMatch(shard, known));
      queue = sorted(needed, about.options.city, query);
      number++;
      say({ type: "ask", number, query, needed: needed.map(({ file }) => file) });
      loadMore();
      return { number, needed: needed.length };
    }

    return { about, shards, ask, canMatch, file: (format) => say({ type: "file", format, number }) };
  };
})();
