// Runs a WebAssembly module that wants WASI preview 1: `node wasi.mjs MODULE ARGUMENT…`.
import { readFile } from 'node:fs/promises';
import { WASI } from 'node:wasi';

const [file, ...rest] = process.argv.slice(2);
const wasi = new WASI({
  version: 'preview1',
  args: [file, ...rest],
  env: process.env,
  preopens: { '/': '/' },
  returnOnExit: true,
});
// Called directly, Node 20's functions crash once the module's memory has grown by much.
const host = Object.fromEntries(
  Object.entries(wasi.wasiImport).map(([name, act]) => [name, (...values) => act(...values)]),
);
const module = await WebAssembly.compile(await readFile(file));
const instance = await WebAssembly.instantiate(module, { wasi_snapshot_preview1: host });
process.exitCode = wasi.start(instance);
