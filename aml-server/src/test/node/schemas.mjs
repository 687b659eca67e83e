// Writes the JSON schema of each revision of MCP to a file of its name. The conformance suite carries them within its program.
import { readFileSync, writeFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';

const [, , program, folder] = process.argv;
const text = readFileSync(program, 'utf8');

/** Returns the end of the object literal that begins at a brace. Its strings are template literals without placeholders. */
function endOf(start) {
  let depth = 0;
  let quote = null;
  for (let i = start; i < text.length; i++) {
    const c = text[i];
    if (quote) {
      if (c === '\\') i++;
      else if (c === quote) quote = null;
    } else if (c === '`' || c === '"' || c === "'") quote = c;
    else if (c === '{') depth++;
    else if (c === '}' && --depth === 0) return i + 1;
  }
  throw new Error('no end of the object at ' + start);
}

for (const found of text.matchAll(/([\w$]+)=\{\$schema:`[^`]*`,(?:definitions|\$defs):/g)) {
  const start = found.index + found[1].length + 1;
  const schema = runInNewContext('(' + text.slice(start, endOf(start)) + ')');
  const name = found[1].replace('$', '\\$');
  const named = new RegExp(`"(\\d{4}-\\d\\d-\\d\\d)":${name}[,}]`).exec(text);
  writeFileSync(`${folder}/${named ? named[1] : '2026-07-28'}.json`, JSON.stringify(schema));
}
