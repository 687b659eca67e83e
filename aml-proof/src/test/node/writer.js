'use strict';

// Adds and updates items for some seconds:  writer.js STORE AGENTS own|shared SECONDS SEED gzip|plain
// One that owns its agents keeps them in memory and writes them back, as the runtime does; one that shares them reads, changes and
// writes within one lock hold. What is written and renamed is acknowledged: "ack AGENT KIND ID VERSION".

const path = require('node:path');
const { locked, read, write, newItem, waits } = require('./runtime.js');

const [store, agentList, mode, seconds, seed, encoding] = process.argv.slice(2);
const agents = agentList.split(',');
const kinds = ['patterns', 'solutions', 'decisions'];
const mine = [];
const inMemory = new Map();
let state = Number(seed) || 1;

function random(below) {
  state = (state * 1103515245 + 12345) % 2147483648;
  return Math.floor((state / 2147483648) * below);
}

function change(items, kind, agent) {
  const known = mine.filter((each) => each.agent === agent && each.kind === kind);
  const chosen = known.length > 0 && random(3) === 0 ? known[random(known.length)] : null;
  if (chosen === null) {
    const hex = () => random(65536).toString(16).padStart(4, '0');
    const id = `${hex()}${hex()}-${hex()}-4${hex().slice(1)}-8${hex().slice(1)}-${hex()}${hex()}${hex()}`;
    items.push({ ...newItem(kind, agent, id, Date.now(), random(6) === 0), proof: 1 });
    mine.push({ agent, kind, id });
    return { id, version: 1 };
  }
  const index = items.findIndex((item) => item.id === chosen.id);
  if (index < 0) return null; // Pruned meanwhile.
  const version = (items[index].proof || 0) + 1;
  items[index] = { ...items[index], proof: version };
  return { id: chosen.id, version };
}

async function main() {
  const end = Date.now() + Number(seconds) * 1000;
  let acknowledged = 0;
  while (Date.now() < end) {
    const agent = agents[random(agents.length)];
    const kind = kinds[random(kinds.length)];
    const file = path.join(store, agent, `${kind}.json`);
    const done = await locked(file, async () => {
      const content = (mode === 'own' && inMemory.get(file)) || read(file, encoding === 'gzip');
      inMemory.set(file, content);
      const made = change(content.items, kind, agent);
      if (made !== null) write(file, content);
      return made;
    });
    if (done !== null) {
      acknowledged += 1;
      console.log(`ack ${agent} ${kind} ${done.id} ${done.version}`);
    }
    await new Promise((resolve) => setTimeout(resolve, random(20)));
  }
  console.log(`waits ${waits.join(',')}`);
  console.log(`done ${acknowledged}`);
}

main();
