/* Answers queries over the shards that have come, in small slices, and tells what it knows so far.
   It sees neither the page nor files: messages in, messages out. */
window.lantianPart(function (search) {
  "use strict";

  const PAGE = 50;
  const SLICE = 12;    // milliseconds of work between two pauses
  const AT_ONCE = 3;   // shards that are being unpacked
  const OTHER_ASKED = Symbol("a further key");
  const BETWEEN = 300; // milliseconds between two answers while shards are coming

  function sum(numbers) {
    return numbers.reduce((total, number) => total + number, 0);
  }

  /* tell(message) is called with answers, files and what can not be read; gives the ear. */
  search.engine = function (tell) {
    const shards = new Map();   // file → shard, null where it can not be read
    let about = null;           // options, sizes, days, columns, today: see search-load.js
    let asked = null;           // number, query, needed: the files that can hold an answer
    let results = new Map();    // file → what it answers to what was asked
    const waiting = [];         // packed shards that have come
    let reading = 0;
    let running = false, dirty = false, shown = null, shownAt = 0, later = 0;

    /* What the shards answer, whichever came first: of equals one must not be before another
       by chance. */
    function inOrder() {
      return [...results.keys()].sort().map((file) => results.get(file));
    }

    function answered() {
      const found = inOrder();
      const { number, query, needed } = asked;
      const total = sum(found.map(({ totals }) => sum(totals)));
      const last = Math.max(1, Math.ceil(total / PAGE));
      const page = Math.min(query.page, last);
      const rows = search.slice(found, query.sort, (page - 1) * PAGE, page * PAGE);
      return {
        type: "answer", number, total, page, pages: last, files: [...results.keys()],
        issues: sum(found.map((one) => one.issues)),
        literal: search.told(query.terms).map((_, at) => ({
          issues: sum(found.map((one) => one.literal[at].issues)),
          records: sum(found.map((one) => one.literal[at].records)),
        })),
        rows: rows.map((row) => search.describe(row, query)),
        complete: needed.every((file) => shards.has(file)),
      };
    }

    async function update() {
      const mine = asked;
      let since = performance.now();
      for (const [file, shard] of shards) {
        if (!shard || results.has(file)) continue;
        results.set(file, search.match(shard, mine.query, about));
        if (performance.now() - since < SLICE) continue;
        await search.pause();
        if (asked !== mine) return;
        since = performance.now();
      }
      const complete = mine.needed.every((file) => shards.has(file));
      const wait = shownAt + BETWEEN - performance.now();
      if (!complete && shown === mine && wait > 0) return tellLater(wait);
      shown = mine;
      const answer = answered();
      tell(answer);
      shownAt = performance.now();
      await count(mine);
      if (asked === mine && complete && !answer.total && mine.query.terms.length) suggest(mine);
    }

    /* How many records each value of a facet has, told after the hits; a further key ends it. */
    async function count(mine) {
      const found = [...results];
      await search.pause();
      let since = performance.now();
      for (const [, result] of found) {
        if (asked !== mine) return;
        result.counts ??= search.counts(result, mine.query, about);
        if (performance.now() - since < SLICE) continue;
        await search.pause();
        since = performance.now();
      }
      if (asked !== mine) return;
      const counts = search.summed(found.map(([, result]) => result.counts), about.sizes);
      tell({ type: "counts", number: mine.number, files: found.map(([file]) => file), counts });
    }

    /* What may have been meant by a query that finds nothing; after the answer, as it takes longer. */
    async function suggest(mine) {
      let since = 0;
      const rest = async () => {
        if (performance.now() - since < SLICE) return;
        await search.pause();
        if (asked !== mine) throw OTHER_ASKED;
        since = performance.now();
      };
      try {
        await rest();
        const all = [...shards.values()].filter(Boolean);
        tell({ type: "near", number: mine.number, found: await search.near(all, mine.query, about, rest) });
      } catch (error) {
        if (error !== OTHER_ASKED) throw error;
      }
    }

    /* What came too early for an answer is told though nothing more should come. */
    function tellLater(milliseconds) {
      clearTimeout(later);
      later = setTimeout(work, milliseconds);
    }

    async function work() {
      dirty = true;
      if (running) return;   // the loop below will see it
      running = true;
      while (dirty && asked) {
        dirty = false;
        await update();
      }
      running = false;
    }

    /* Unpacking waits more than it works, so some are unpacked at once; the first come first. */
    function readMore() {
      while (reading < AT_ONCE && waiting.length) {
        reading++;
        read(waiting.shift()).finally(() => { reading--; readMore(); });
      }
    }

    async function read({ file, packed }) {
      try {
        shards.set(file, await search.shard(packed, about));
      } catch {
        shards.set(file, null);
        tell({ type: "broken", file });
      }
      work();
    }

    async function make({ format, number }) {
      const found = inOrder();
      const total = sum(found.map((one) => one.issues));
      const hits = search.order(found, asked.query.sort);
      try {
        const columns = about.columns.filter(({ uses }) => uses.includes("file"));
        const blob = await search.files[format](hits, columns, about.today, total);
        tell({ type: "file", format, blob, number, total });
      } catch (error) {   // most likely there is no room left
        tell({ type: "nofile", format, number, reason: String(error) });
      }
    }

    const does = {
      setup: ({ about: given }) => {
        about = { ...given, lexicon: search.lexicon(given.words, given.han) };
      },
      shard: (message) => { waiting.push(message); readMore(); },
      gone: ({ file }) => { shards.set(file, null); work(); },
      ask: (message) => { asked = message; results = new Map(); work(); },
      file: (message) => { make(message); },
    };
    return (message) => does[message.type](message);
  };
});
