import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Two native addons are missing after an installation without build scripts (which would need a C++ toolchain). VS Code
 * runs without them but prints stack traces and writes no logs; these few lines do what it needs of them.
 */
export async function replaceNativeAddons(vscode) {
  await writeFile(join(vscode, 'node_modules', '@vscode', 'spdlog', 'index.js'), spdlog);
  await writeFile(join(vscode, 'node_modules', '@vscode', 'native-watchdog', 'index.js'), watchdog);
}

/** A logger that appends lines to a file and starts the file anew when it has grown too large. */
const spdlog = `
'use strict';
const fs = require('node:fs');
const path = require('node:path');

const names = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

class Logger {
  constructor(_type, _name, file, maxSize) {
    this.level = 2;
    this.plain = false;
    this.bytes = 0;
    this.file = file;
    this.maxSize = maxSize || Infinity;
  }
  write(level, message) {
    if (level < this.level) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    const line = this.plain ? message : time + ' [' + names[level] + '] ' + message + '\\n';
    const flag = this.bytes > this.maxSize ? 'w' : 'a';
    this.bytes = (flag === 'w' ? 0 : this.bytes) + line.length;
    try {
      fs.writeFileSync(this.file, line, { flag });
    } catch {
      // A log that cannot be written is no reason to stop the editor.
    }
  }
  trace(message) { this.write(0, message); }
  debug(message) { this.write(1, message); }
  info(message) { this.write(2, message); }
  warn(message) { this.write(3, message); }
  error(message) { this.write(4, message); }
  critical(message) { this.write(5, message); }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  setPattern() { this.plain = false; }
  clearFormatters() { this.plain = true; }
  flush() {}
  drop() {}
}

async function create(name, file, maxSize) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  return new Logger('rotating', name, file, maxSize);
}

exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
`;

/** Ends the extension host when the server that started it has gone, as the addon does. */
const watchdog = `
'use strict';
exports.start = (pid) => {
  const timer = setInterval(() => {
    try {
      process.kill(pid, 0);
    } catch (error) {
      if (error.code !== 'EPERM') process.exit(87);
    }
  }, 3000);
  timer.unref();
};
exports.exit = (code) => process.exit(code || 0);
`;
