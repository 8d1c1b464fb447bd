// program: spec/page/memory.erl
// Memory runs out: the page says so, and itself lives on.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/// Limits a module's memory to so many pages of 64 KB.
function limited(module, most) {
  const number = (at) => {
    let [value, shift] = [0, 0];
    for (;;) {
      const byte = module[at++];
      value |= (byte & 127) << shift;
      shift += 7;
      if (byte < 128) return [value, at];
    }
  };
  const bytes = (value) => (value < 128 ? [value] : [(value & 127) | 128, ...bytes(value >> 7)]);
  for (let at = 8; at < module.length;) {
    const [size, start] = number(at + 1);
    if (module[at] === 5) {
      // One memory, no most so far, the pages at the start.
      const [least] = number(start + 2);
      const memory = [1, 1, ...bytes(least), ...bytes(most)];
      const section = Uint8Array.from([5, ...bytes(memory.length), ...memory]);
      return Buffer.concat([module.subarray(0, at), section, module.subarray(start + size)]);
    }
    at = start + size;
  }
  throw new Error('the module has no memory');
}

export default async ({ open, folder, picture, check }) => {
  const file = path.join(folder, 'app.wasm');
  await writeFile(file, limited(await readFile(file), 400));
  const tab = await open();
  await tab.until("document.querySelector('#output')?.textContent.includes('The program has stopped')");
  const text = await tab.value("document.querySelector('#output').textContent");
  check(text.includes('out of memory'), text);
  await tab.value("document.querySelector('#more').click()");
  check(await tab.value('1 + 1') === 2, 'the page is dead');
  await picture(tab, 'memory');
};
