#!/usr/bin/env node
'use strict';
// Starts `aml mcp` with the arguments and the standard streams of this process. Installs and downloads nothing.

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const MISSING = 127;
// Programs that a desktop starts have a short PATH.
const USUAL = ['/usr/local/bin', '/usr/bin', '/opt/aml/bin', path.join(os.homedir(), '.local', 'bin')];

function isProgram(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Returns the path of the installed aml, or undefined. */
function find() {
  const named = process.env.LOOM_AML_COMMAND;
  if (named) {
    return isProgram(named) ? path.resolve(named) : undefined;
  }
  // A relative folder would be one of the project, which others may have written.
  const folders = (process.env.PATH || '').split(path.delimiter).filter(path.isAbsolute).concat(USUAL);
  return folders.map((folder) => path.join(folder, 'aml')).find(isProgram);
}

function fail(message) {
  process.stderr.write(`loom-aml: ${message}\n`);
  process.exit(MISSING);
}

const words = process.argv.slice(2);
const store = words.length > 0 && !words[0].startsWith('-') ? [words.shift()] : [];
const program = find();
if (!program) {
  fail('aml is not installed: unpack a release of aml and link its bin/aml into a folder of the PATH, or set '
    + 'LOOM_AML_COMMAND to the path of aml');
}
const server = spawn(program, [...store, 'mcp', ...words], { stdio: 'inherit' });
server.on('error', (e) => fail(`${program} cannot be started: ${e.message}`));
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
for (const signal of signals) {
  process.on(signal, () => server.kill(signal));
}
server.on('exit', (code, signal) => {
  if (signal) {
    signals.forEach((each) => process.removeAllListeners(each));
    process.kill(process.pid, signal);
  } else {
    process.exit(code);
  }
});
