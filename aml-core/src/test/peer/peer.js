'use strict';

// Takes and releases locks as the runtime does, one command a line:
//   lock FILE STALE_MS      count FILE TIMES      unlock FILE      check FILE STALE_MS
// and says "ok ..." or "no CODE" for each. A lock that it lost it says at once: "lost CODE".

const fs = require('node:fs');
const readline = require('node:readline');
const lockfile = require('proper-lockfile');

const releases = new Map();
const options = (stale) => ({
  realpath: false,
  stale: Number(stale),
  onCompromised: (error) => console.log(`lost ${error.code}`),
});

const commands = {
  async lock(file, stale) {
    releases.set(file, await lockfile.lock(file, options(stale)));
    return 'locked';
  },

  async unlock(file) {
    await releases.get(file)();
    return 'unlocked';
  },

  async check(file, stale) {
    return (await lockfile.check(file, options(stale))) ? 'held' : 'free';
  },

  // Counts up what stands in the file, reading and writing it under the lock; a lost update shows in the sum.
  async count(file, times) {
    for (let i = 0; i < Number(times); i++) {
      const release = await lockfile.lock(file, { ...options(30000), retries: { retries: 500, minTimeout: 1, maxTimeout: 5 } });
      const n = Number(fs.readFileSync(file, 'utf8'));
      await new Promise((resolve) => setTimeout(resolve, 1));
      fs.writeFileSync(file, String(n + 1));
      await release();
    }
    return 'counted';
  },
};

readline.createInterface({ input: process.stdin }).on('line', async (line) => {
  const [command, ...words] = line.split(' ');
  try {
    console.log(`ok ${await commands[command](...words)}`);
  } catch (error) {
    console.log(`no ${error.code || error.message}`);
  }
});
