// Runs a program that lfec has compiled with `--target web`.
//
//   import { start } from './lfec.js';
//   await start('app.wasm', { output: document.querySelector('#output'), arguments: [] });
//
// The program's processes run in slices of a few milliseconds from the event loop, so that the
// page stays live. Standard output goes to the console, or to the element given.

const SLICE_MS = 8;
const text = new TextEncoder();
const untext = new TextDecoder();

/// What ends the program from inside.
class Exit extends Error {
  constructor(status) {
    super(`exit ${status}`);
    this.status = status;
  }
}

// ---- Terms in the external format -------------------------------------------------------------

/// A term of Erlang that means nothing here: kept as its bytes.
class Opaque {
  constructor(bytes) {
    this.bytes = bytes;
  }
}

/// An atom that stands for no value of JavaScript.
class Atom {
  constructor(name) {
    this.name = name;
  }
}

class Tuple {
  constructor(...items) {
    this.items = items;
  }
}

const CONSTANTS = { true: true, false: false, null: null, undefined: undefined };

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = 1; // after the version
  }

  u8() { return this.bytes[this.at++]; }
  u16() { this.at += 2; return this.view.getUint16(this.at - 2); }
  u32() { this.at += 4; return this.view.getUint32(this.at - 4); }
  take(count) { this.at += count; return this.bytes.slice(this.at - count, this.at); }
  many(count) { return Array.from({ length: count }, () => this.term()); }

  atom(length) {
    const name = untext.decode(this.take(length));
    return name in CONSTANTS ? CONSTANTS[name] : new Atom(name);
  }

  opaque(start, rest) {
    rest();
    return new Opaque(this.bytes.slice(start, this.at));
  }

  big(length) {
    const sign = this.u8();
    let value = 0n;
    this.take(length).forEach((digit, index) => { value |= BigInt(digit) << BigInt(8 * index); });
    value = sign ? -value : value;
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }

  term() {
    const start = this.at;
    const tag = this.u8();
    switch (tag) {
      case 70: this.at += 8; return this.view.getFloat64(this.at - 8);
      case 97: return this.u8();
      case 98: this.at += 4; return this.view.getInt32(this.at - 4);
      case 100: case 118: return this.atom(this.u16());
      case 115: case 119: return this.atom(this.u8());
      case 104: return new Tuple(...this.many(this.u8()));
      case 105: return new Tuple(...this.many(this.u32()));
      case 106: return [];
      case 107: return Array.from(this.take(this.u16()));
      case 108: { const items = this.many(this.u32()); this.term(); return items; }
      case 109: return untext.decode(this.take(this.u32()));
      case 110: return this.big(this.u8());
      case 111: return this.big(this.u32());
      case 116: {
        const object = {};
        for (let left = this.u32(); left > 0; left--) {
          const key = this.term();
          object[key instanceof Atom ? key.name : key] = this.term();
        }
        return object;
      }
      case 88: return this.opaque(start, () => { this.term(); this.take(12); });
      case 89: return this.opaque(start, () => { this.term(); this.take(12); });
      case 90: return this.opaque(start, () => {
        const count = this.u16();
        this.term();
        this.take(4 + 4 * count);
      });
      default: throw new Error(`a term of type ${tag} cannot go to the page`);
    }
  }
}

class Writer {
  constructor(page) {
    this.page = page;
    this.bytes = [131];
  }

  u32(value) { this.bytes.push(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255); }
  raw(bytes) { for (const byte of bytes) this.bytes.push(byte); }

  atom(name) {
    const bytes = text.encode(name);
    this.bytes.push(119, bytes.length);
    this.raw(bytes);
  }

  string(value) {
    const bytes = text.encode(value);
    this.bytes.push(109);
    this.u32(bytes.length);
    this.raw(bytes);
  }

  number(value) {
    if (Number.isInteger(value) && Math.abs(value) < 2 ** 31) {
      this.bytes.push(98);
      this.u32(value | 0);
    } else if (Number.isSafeInteger(value)) {
      this.big(BigInt(value));
    } else {
      const view = new DataView(new ArrayBuffer(8));
      view.setFloat64(0, value);
      this.bytes.push(70);
      this.raw(new Uint8Array(view.buffer));
    }
  }

  big(value) {
    const digits = [];
    for (let rest = value < 0n ? -value : value; rest > 0n; rest >>= 8n) digits.push(Number(rest & 255n));
    this.bytes.push(111);
    this.u32(digits.length);
    this.bytes.push(value < 0n ? 1 : 0);
    this.raw(digits);
  }

  term(value) {
    if (value instanceof Opaque) this.raw(value.bytes);
    else if (value instanceof Atom) this.atom(value.name);
    else if (value instanceof Tuple) {
      this.bytes.push(105);
      this.u32(value.items.length);
      value.items.forEach((item) => this.term(item));
    } else if (value === null || value === undefined || typeof value === 'boolean') {
      this.atom(String(value));
    } else if (typeof value === 'number') {
      if (Number.isFinite(value)) this.number(value);
      else this.atom(String(value));
    } else if (typeof value === 'bigint') this.big(value);
    else if (typeof value === 'string') this.string(value);
    else if (Array.isArray(value)) {
      if (value.length > 0) {
        this.bytes.push(108);
        this.u32(value.length);
        value.forEach((item) => this.term(item));
      }
      this.bytes.push(106);
    } else if (Object.getPrototypeOf(value) === Object.prototype) {
      const entries = Object.entries(value);
      this.bytes.push(116);
      this.u32(entries.length);
      entries.forEach(([key, item]) => { this.string(key); this.term(item); });
    } else this.term(new Tuple(new Atom('js'), this.page.number(value)));
  }
}

// ---- The page ---------------------------------------------------------------------------------

/// Values that the program has terms for, and what it asks for.
class Page {
  constructor(deliver) {
    this.values = new Map();
    this.numbers = new Map();
    this.next = 1;
    this.deliver = deliver;
  }

  number(value) {
    let number = this.numbers.get(value);
    if (number === undefined) {
      number = this.next++;
      this.numbers.set(value, number);
      this.values.set(number, value);
    }
    return number;
  }

  /// The value that a term stands for.
  value(term) {
    if (term instanceof Atom) return term.name;
    if (Array.isArray(term)) return term.map((item) => this.value(item));
    if (!(term instanceof Tuple)) return term;
    if (term.items[0] instanceof Atom && term.items[0].name === 'js') {
      if (!this.values.has(term.items[1])) throw new Error('this value has been released');
      return this.values.get(term.items[1]);
    }
    return term.items.map((item) => this.value(item));
  }

  send(pid, message) { this.deliver(new Tuple(pid, message)); }

  request(term) {
    const [operation, ...rest] = term instanceof Tuple ? term.items : [term];
    const handler = this[`do_${operation.name}`];
    if (!handler) throw new Error(`the page has no ${operation.name}`);
    return handler.apply(this, rest);
  }

  do_get(object, name) { return this.value(object)[name]; }
  do_set(object, name, value) { this.value(object)[name] = this.value(value); }
  do_call(object, name, values) {
    const target = this.value(object);
    if (typeof target?.[name] !== 'function') throw new Error(`${name} is no method of ${target}`);
    return target[name](...this.value(values));
  }
  do_new(name, values) { return new globalThis[name](...this.value(values)); }
  do_global(name) { return globalThis[name]; }
  do_release(object) {
    const number = object.items[1];
    this.numbers.delete(this.values.get(number));
    this.values.delete(number);
  }
  do_all(selector) { return Array.from(document.querySelectorAll(selector)); }
  do_class(element, what, name) { return this.value(element).classList[what.name](name); }
  do_style(element, name) { return getComputedStyle(this.value(element)).getPropertyValue(name); }
  do_set_style(element, name, value) { this.value(element).style.setProperty(name, value); }
  do_stored(key) { return localStorage.getItem(key); }
  do_store(key, value) { localStorage.setItem(key, value); }
  do_unstore(key) { localStorage.removeItem(key); }
  do_log(line) { console.log(line); }
  do_now() { return performance.now(); }

  do_on(element, name, pid, tag) {
    const target = this.value(element);
    const listener = (event) => {
      if (name === 'submit') event.preventDefault();
      this.send(pid, new Tuple(new Atom('web'), tag, eventMap(event)));
    };
    target.addEventListener(name, listener);
    return { off: () => target.removeEventListener(name, listener), __proto__: Listener.prototype };
  }
  do_off(listener) { this.value(listener).off(); this.do_release(listener); }

  do_fetch(url, options, pid, reference) {
    const answer = (result) => this.send(pid, new Tuple(new Atom('web_answer'), reference, result));
    const settings = Object.fromEntries(
      Object.entries(options).map(([key, value]) => [key, this.value(value)]),
    );
    fetch(url, settings)
      .then(async (response) => answer(
        new Tuple(new Atom('ok'), response.status, await response.text()),
      ))
      .catch((error) => answer(new Tuple(new Atom('error'), String(error.message ?? error))));
  }
}

class Listener {}

/// What of an event is plain data, and its target's value.
function eventMap(event) {
  const map = { type: event.type };
  for (const name of ['key', 'code', 'button', 'clientX', 'clientY', 'offsetX', 'offsetY',
    'shiftKey', 'ctrlKey', 'altKey', 'metaKey', 'deltaX', 'deltaY']) {
    if (event[name] !== undefined) map[name] = event[name];
  }
  if (typeof event.target?.value === 'string') map.value = event.target.value;
  if (typeof event.target?.checked === 'boolean') map.checked = event.target.checked;
  if (typeof event.target?.id === 'string') map.id = event.target.id;
  return map;
}

// ---- WASI -------------------------------------------------------------------------------------

const BADF = 8;
const NOSYS = 52;

/// The functions of WASI preview 1 that have a meaning in a page; others say that they are not there.
function wasi(program) {
  const view = () => new DataView(program.memory.buffer);
  const bytes = (at, length) => new Uint8Array(program.memory.buffer, at, length);
  const strings = (list) => ({
    sizes(count, size) {
      view().setUint32(count, list.length, true);
      view().setUint32(size, list.reduce((sum, item) => sum + item.length + 1, 0), true);
      return 0;
    },
    get(pointers, buffer) {
      for (const item of list) {
        view().setUint32(pointers, buffer, true);
        bytes(buffer, item.length + 1).set([...item, 0]);
        pointers += 4;
        buffer += item.length + 1;
      }
      return 0;
    },
  });
  const given = strings(['app', ...program.arguments].map((item) => text.encode(item)));
  const environment = strings(
    Object.entries(program.environment).map(([name, value]) => text.encode(`${name}=${value}`)),
  );
  const functions = {
    args_sizes_get: given.sizes,
    args_get: given.get,
    environ_sizes_get: environment.sizes,
    environ_get: environment.get,
    clock_time_get(id, _, at) {
      const ms = id === 0 ? performance.timeOrigin + performance.now() : performance.now();
      view().setBigUint64(at, BigInt(Math.round(ms * 1e6)), true);
      return 0;
    },
    random_get(at, length) {
      for (let done = 0; done < length; done += 65536) {
        crypto.getRandomValues(bytes(at + done, Math.min(65536, length - done)));
      }
      return 0;
    },
    fd_write(descriptor, vectors, count, written) {
      let total = 0;
      for (let index = 0; index < count; index++) {
        const at = view().getUint32(vectors + 8 * index, true);
        const length = view().getUint32(vectors + 8 * index + 4, true);
        program.write(descriptor, bytes(at, length).slice());
        total += length;
      }
      view().setUint32(written, total, true);
      return 0;
    },
    fd_read(_, _vectors, _count, read) {
      view().setUint32(read, 0, true);
      return 0;
    },
    fd_fdstat_get(descriptor, at) {
      if (descriptor > 2) return BADF;
      bytes(at, 24).fill(0);
      view().setUint8(at, 2); // a character device
      return 0;
    },
    fd_prestat_get: () => BADF,
    fd_prestat_dir_name: () => BADF,
    fd_close: () => 0,
    sched_yield: () => 0,
    proc_exit(status) { throw new Exit(status); },
  };
  return new Proxy(functions, { get: (target, name) => target[name] ?? (() => NOSYS) });
}

// ---- The program ------------------------------------------------------------------------------

/// A program that runs in the page.
class Program {
  constructor(options) {
    this.arguments = options.arguments ?? [];
    this.environment = options.environment ?? {};
    this.output = options.output;
    this.partial = { 1: '', 2: '' };
    this.decoders = { 1: new TextDecoder(), 2: new TextDecoder() };
    this.page = new Page((message) => this.deliver(message));
    this.answer = new Uint8Array();
    this.scheduled = false;
    this.running = false;
    this.timer = undefined;
    this.ended = new Promise((resolve) => { this.end = resolve; });
    this.channel = new MessageChannel();
    this.channel.port1.onmessage = () => this.slice();
  }

  write(descriptor, data) {
    const written = this.decoders[descriptor].decode(data, { stream: true });
    if (this.output) {
      this.output.append(written);
      return;
    }
    const lines = (this.partial[descriptor] + written).split('\n');
    this.partial[descriptor] = lines.pop();
    lines.forEach((line) => (descriptor === 2 ? console.error(line) : console.log(line)));
  }

  /// Says what has gone wrong where it can be seen.
  fail(error) {
    console.error(error);
    const message = `The program has stopped: ${error.message ?? error}\n`;
    if (this.output) this.output.append(message);
    else document.body?.append(Object.assign(document.createElement('pre'), { textContent: message }));
    this.end(-1);
  }

  async load(source) {
    const imports = {
      wasi_snapshot_preview1: wasi(this),
      lfec_web: {
        call: (at, length) => this.call(at, length),
        answer: (at) => { new Uint8Array(this.memory.buffer).set(this.answer, at); },
      },
    };
    const response = fetch(source);
    const { instance } = await WebAssembly.instantiateStreaming(response, imports).catch(
      async () => WebAssembly.instantiate(await (await fetch(source)).arrayBuffer(), imports),
    );
    this.exports = instance.exports;
    this.memory = instance.exports.memory;
    if (this.guard(() => this.exports.lfec_start())) this.slice();
  }

  /// Runs something of the program's; whether it goes on after it.
  guard(act) {
    try {
      this.running = true;
      act();
      return true;
    } catch (error) {
      if (error instanceof Exit) this.end(error.status);
      else this.fail(error);
      this.stopped = true;
      return false;
    } finally {
      this.running = false;
    }
  }

  call(at, length) {
    const answer = new Writer(this.page);
    try {
      const request = new Reader(new Uint8Array(this.memory.buffer, at, length)).term();
      answer.term(new Tuple(new Atom('ok'), this.page.request(request)));
    } catch (error) {
      answer.bytes = [131];
      answer.term(new Tuple(new Atom('error'), String(error.message ?? error)));
    }
    this.answer = Uint8Array.from(answer.bytes);
    return this.answer.length;
  }

  /// A message to a process.
  deliver(message) {
    if (this.stopped) return;
    if (this.running) {
      // An event that the program itself has caused.
      queueMicrotask(() => this.deliver(message));
      return;
    }
    const writer = new Writer(this.page);
    writer.term(message);
    this.guard(() => {
      const at = this.exports.lfec_buffer(writer.bytes.length);
      new Uint8Array(this.memory.buffer).set(writer.bytes, at);
      this.exports.lfec_deliver();
    });
    this.soon();
  }

  soon() {
    if (this.scheduled || this.stopped) return;
    this.scheduled = true;
    this.channel.port2.postMessage(0);
  }

  /// Lets processes run for a while.
  slice() {
    this.scheduled = false;
    clearTimeout(this.timer);
    if (this.stopped) return;
    let left = -1;
    if (!this.guard(() => { left = this.exports.lfec_run(SLICE_MS); })) return;
    if (left === 0) this.soon();
    else if (left > 0) this.timer = setTimeout(() => this.slice(), Math.min(left, 2 ** 31 - 1));
  }
}

/// Loads and starts a program. Its `ended` is a promise of the exit status.
export async function start(source, options = {}) {
  const program = new Program(options);
  await program.load(source);
  return program;
}
