'use strict';

// Changes one collection when it is told to, and says what came of it, one line each:
//   add FILE ID           takes the lock as the runtime does, adds an item, sets the lock free
//   begin FILE            takes the lock and reads
//   end FILE ID           adds an item to what was read, writes, sets the lock free
//   replace DIR ID        removes an agent's directory and writes it anew, without a lock, as the runtime's restore does: one new
//                         item and some that are due to be pruned

const fs = require('node:fs');
const path = require('node:path');
const readline = require('node:readline');
const { locked, read, write, newItem } = require('./runtime.js');

const begun = new Map();

function added(file, content, id) {
  const kind = path.basename(file, '.json');
  content.items.push(newItem(kind, path.basename(path.dirname(file)), id, Date.now(), false));
  write(file, content);
}

const commands = {
  add: (file, id) => locked(file, async () => added(file, read(file, false), id)),
  begin: (file) =>
    new Promise((resolve, reject) => {
      const held = locked(file, () => {
        resolve();
        const content = read(file, false);
        return new Promise((end) => begun.set(file, { end, content }));
      });
      held.catch(reject);
      begun.set(`${file} held`, held);
    }),
  async end(file, id) {
    const { end, content } = begun.get(file);
    added(file, content, id);
    end();
    await begun.get(`${file} held`);
  },
  async replace(directory, id) {
    const agent = path.basename(directory);
    const items = Array.from({ length: 20 }, (_, i) => newItem('patterns', agent, `${id}-old-${i}`, Date.now(), true));
    fs.rmSync(directory, { recursive: true, force: true });
    added(path.join(directory, 'patterns.json'), { items, gzip: false }, id);
  },
};

readline.createInterface({ input: process.stdin }).on('line', async (line) => {
  const [command, ...words] = line.split(' ');
  try {
    await commands[command](...words);
    console.log('ok');
  } catch (error) {
    console.log(`no ${error.code || error.message}`);
  }
});
