/** A line that is drawn over on a terminal; elsewhere a plain line now and then, so that a log stays short. */
export type ProgressLine = { show: (done: number, total?: number) => void; end: () => void };

const width = 24;
/** Milliseconds between two plain lines. */
const pause = 5_000;

/** Progress of something counted in `noun`, on standard error, so that standard output holds results alone. */
export function startProgress(verb: string, noun: string): ProgressLine {
  const out = process.stderr;
  const isTerminal = out.isTTY === true;
  let last = Date.now();
  function text(done: number, total: number | undefined): string {
    if (!total) return `${verb} ${done} ${done === 1 ? noun.replace(/s$/, "") : noun}`;
    // More may have come since they were counted.
    const filled = Math.min(width, Math.round((done / total) * width));
    const bar = isTerminal ? `${"█".repeat(filled)}${"░".repeat(width - filled)} ` : "";
    return `${bar}${verb} ${done} of ${Math.max(done, total)} ${total === 1 ? noun.replace(/s$/, "") : noun}`;
  }
  return {
    show(done, total) {
      if (isTerminal) {
        out.write(`\r\x1b[2K${text(done, total)}`);
        return;
      }
      if (Date.now() - last < pause) return;
      last = Date.now();
      out.write(`${text(done, total)}\n`);
    },
    end() {
      if (isTerminal) out.write("\r\x1b[2K");
    },
  };
}
