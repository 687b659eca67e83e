'use strict';

// The runtime's way with a collection: npm's proper-lockfile with the runtime's own numbers; the file is read and written whole,
// as F.tmp renamed over F; gzip under the plain name if it was gzip. A lock that is lost is not caught: the process dies of it.

const fs = require('node:fs');
const path = require('node:path');
const zlib = require('node:zlib');
const lockfile = require('proper-lockfile');

const STALE_MS = 30000;
const RETRIES = { retries: 20, factor: 2, minTimeout: 1000, maxTimeout: 10000 };

/** Milliseconds for which each lock was waited for. */
const waits = [];

async function locked(file, work) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const began = process.hrtime.bigint();
  const release = await lockfile.lock(file, { realpath: false, stale: STALE_MS, retries: RETRIES });
  waits.push(Number((process.hrtime.bigint() - began) / 1000000n));
  try {
    return await work();
  } finally {
    await release();
  }
}

function isGzip(bytes) {
  return bytes.length > 1 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** The items of a collection and whether it is gzip; none where there is no file. */
function read(file, gzipByDefault) {
  let bytes;
  try {
    bytes = fs.readFileSync(file);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return { items: [], gzip: gzipByDefault };
  }
  const gzip = isGzip(bytes);
  const text = (gzip ? zlib.gunzipSync(bytes) : bytes).toString('utf8');
  return { items: text.trim() === '' ? [] : JSON.parse(text), gzip };
}

function write(file, { items, gzip }) {
  const text = JSON.stringify(items, null, 2);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(`${file}.tmp`, gzip ? zlib.gzipSync(text) : text);
  fs.renameSync(`${file}.tmp`, file);
}

/** An item as the runtime makes it; an old one is due to be pruned. */
function newItem(kind, agent, id, now, isOld) {
  const time = new Date(isOld ? now - 400 * 86400000 : now).toISOString();
  const common = { id, agent, timestamp: time };
  if (kind === 'patterns') {
    return {
      ...common,
      pattern: {
        type: 'retry',
        context: { language: 'node' },
        approach: { technique: 'back-off', rationale: 'The peer needs a moment, says \u201c429\u201d.' },
        conditions: { whenApplicable: ['rate-limit'], whenNotApplicable: [] },
      },
      metrics: { successRate: 0.5, executionCount: 1, avgTimeSavedMs: 10, errorPreventionCount: 0 },
      evolution: { created: time, lastUsed: time, refinements: 0, confidenceScore: 0.5 },
      tags: ['proof'],
      active: true,
    };
  }
  if (kind === 'solutions') {
    return {
      ...common,
      problem: { errorType: 'Timeout', errorMessage: 'took too long', context: {} },
      solution: { rootCause: 'no limit', fixApproach: 'add one', prevention: 'always add one' },
      effectiveness: { worked: true, timeToFixMinutes: 5, preventedRecurrence: 0, relatedErrorsFixed: 0 },
      verifiedCount: 0,
    };
  }
  return {
    ...common,
    decision: {
      type: 'library',
      question: 'Which one?',
      context: {},
      chosenOption: 'the small one',
      alternativesConsidered: [],
      decisionFactors: { primary: ['size'], secondary: [] },
    },
  };
}

module.exports = { locked, read, write, newItem, waits };
