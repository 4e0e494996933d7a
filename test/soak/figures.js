const MIB = 2 ** 20;
/** What a process may hold more at the end: a tenth, and so much, as collections leave now more, now less. */
const SLACK = { heap: 4 * MIB, rss: 32 * MIB, files: 2, threads: 4, temporary: 0 };

/** What a round's outcomes come to. */
export function sumOf(outcomes) {
  const sum = { subjects: outcomes.length, bytes: 0, plants: 0, told: 0, missed: 0, wrong: 0, broken: 0 };
  for (const one of outcomes) {
    sum.bytes += one.bytes;
    sum.plants += one.plants;
    sum.told += one.told;
    for (const kind of ['missed', 'wrong', 'broken']) sum[kind] += one[kind].length;
  }
  return sum;
}

/** Of one process's samples: the medians of the second tenth and of the last one, and what grew. */
export function growthOf(samples) {
  const tenth = Math.max(1, Math.floor(samples.length / 10));
  const early = samples.slice(tenth, 2 * tenth);
  const late = samples.slice(-tenth);
  const growth = {};
  for (const [key, slack] of Object.entries(SLACK)) {
    const [first, last] = [median(early, key), median(late, key)];
    const most = key === 'heap' || key === 'rss' ? first * 1.1 + slack : first + slack;
    growth[key] = { first, last, isFlat: early.length === 0 || last <= most };
  }
  return growth;
}

function median(samples, key) {
  const sorted = samples.map((one) => one[key]).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Lines of columns: the first cell of each to the left, the others to the right. */
export function table(rows) {
  const widths = rows[0].map((_, at) => Math.max(...rows.map((row) => `${row[at]}`.length)));
  return rows
    .map((row) =>
      row.map((cell, at) => (at === 0 ? `${cell}`.padEnd(widths[at]) : `${cell}`.padStart(widths[at]))),
    )
    .map((cells) => cells.join('  '))
    .join('\n');
}

export function megabytes(bytes) {
  return (bytes / MIB).toFixed(1);
}
