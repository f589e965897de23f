/* How many answers there are of each value of each facet. Counted apart from the answers, so that the
   hits need not wait. */
window.lantianPart(function (search) {
  "use strict";

  /* How often each value of a facet stands in the answers, where a failure of its own filter (its
     place from 1, 0 if it has none) does not count. */
  function counted(rows, size, ranks, fails, own) {
    const counts = new Uint32Array(size + 1);   // the first is for rows without a value
    for (let row = 0; row < rows.length; row++) {
      if (ranks[row] && (fails[row] === 0 || fails[row] === own)) counts[rows[row] + 1]++;
    }
    return counts.subarray(1);
  }

  /* For each facet the count of each value under the other filters; sizes: how many values each has. */
  function counts({ shard, unfiltered, fails }, { filters }, { sizes }) {
    return Object.fromEntries(Object.keys(sizes).map((name) => {
      const own = filters.findIndex(([one]) => one === name) + 1;
      return [name, counted(shard.facets[name], sizes[name], unfiltered, fails, own)];
    }));
  }

  /* The counts of several shards together. */
  function summed(some, sizes) {
    const all = Object.fromEntries(
      Object.entries(sizes).map(([name, size]) => [name, new Uint32Array(size)]));
    for (const counts of some) {
      for (const [name, numbers] of Object.entries(counts)) {
        for (let at = 0; at < numbers.length; at++) all[name][at] += numbers[at];
      }
    }
    return all;
  }

  Object.assign(search, { counts, summed });
});
