// Tries a page: `node browser.mjs FOLDER TEST`.
//
// The folder, as `lfec build --target web` makes it, is served on a port of this machine; the test (a
// module whose default export is a function) opens it in a headless Chromium, which is told what to do
// through a pipe, in its DevTools protocol. What the test throws is the failure.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };

/// Serves a folder; the address.
async function serve(folder) {
  const server = createServer(async (request, response) => {
    const name = new URL(request.url, 'http://page').pathname;
    const file = path.join(folder, path.normalize(name === '/' ? '/index.html' : name));
    try {
      const bytes = await readFile(file);
      const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return { server, address: `http://127.0.0.1:${server.address().port}/` };
}

/// A Chromium and the commands on their way to it.
class Browser {
  constructor(command, profile) {
    // As root it cannot shut itself in; what is opened is our own.
    this.process = spawn(command, [
      '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run',
      '--disable-background-timer-throttling', '--disable-renderer-backgrounding',
      '--disable-backgrounding-occluded-windows', '--remote-debugging-pipe',
      `--user-data-dir=${profile}`, 'about:blank',
    ], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    this.waiting = new Map();
    this.last = 0;
    this.rest = '';
    this.process.stdio[4].setEncoding('utf8').on('data', (text) => this.receive(text));
    this.process.on('exit', () => {
      for (const { reject } of this.waiting.values()) reject(new Error('Chromium has ended'));
    });
  }

  receive(text) {
    const parts = (this.rest + text).split('\0');
    this.rest = parts.pop();
    for (const part of parts) {
      const { id, result, error } = JSON.parse(part);
      const waiting = this.waiting.get(id);
      this.waiting.delete(id);
      if (error) waiting?.reject(new Error(error.message));
      else waiting?.resolve(result);
    }
  }

  send(method, params = {}, sessionId = undefined) {
    const id = ++this.last;
    this.process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }

  /// Opens a page in a tab of its own.
  async open(address) {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    const tab = new Tab(this, sessionId);
    await tab.send('Page.enable');
    await tab.send('Page.navigate', { url: address });
    return tab;
  }
}

class Tab {
  constructor(browser, session) {
    this.browser = browser;
    this.session = session;
  }

  send(method, params) {
    return this.browser.send(method, params, this.session);
  }

  /// The value of an expression, or of the promise that it is.
  async value(expression) {
    const params = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', params);
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /// Waits until an expression is true.
  async until(expression, seconds = 20) {
    const end = Date.now() + 1000 * seconds;
    while (!(await this.value(`Boolean(${expression})`).catch(() => false))) {
      if (Date.now() > end) {
        const text = await this.value('document.body?.innerText').catch((error) => String(error));
        throw new Error(`after ${seconds} seconds not true: ${expression}\nthe page says: ${text}`);
      }
      await new Promise((again) => setTimeout(again, 20));
    }
  }

  /// Writes a picture of the page.
  async picture(file) {
    const { data } = await this.send('Page.captureScreenshot', { format: 'png' });
    await writeFile(file, Buffer.from(data, 'base64'));
  }
}

const [folder, test] = process.argv.slice(2);
const profile = await mkdtemp(path.join(tmpdir(), 'lfec-page-'));
const { server, address } = await serve(folder);
const browser = new Browser(process.env.CHROMIUM ?? 'chromium', profile);
try {
  const { default: run } = await import(pathToFileURL(path.resolve(test)));
  await run({
    open: () => browser.open(address),
    folder,
    picture: (tab, name) => tab.picture(path.join(folder, `${name}.png`)),
    check: (is, message) => { if (!is) throw new Error(message); },
  });
} catch (error) {
  console.error(error.stack ?? error);
  process.exitCode = 1;
} finally {
  await browser.send('Browser.close').catch(() => {});
  server.close();
  server.closeAllConnections();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 }).catch(() => {});
}
