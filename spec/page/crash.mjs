// program: spec/page/crash.erl
// A crash in one process leaves the page and the other processes alive; events that nobody expects and
// bytes that are no message do no harm.
export default async ({ open, picture, check }) => {
  const tab = await open();
  await tab.until("document.querySelector('#more')");
  const click = (id) => tab.value(`document.querySelector('#${id}').click()`);
  const shows = (text) => tab.until(`document.querySelector('#shown').textContent === '${text}'`);
  await click('crash');
  await tab.until("document.querySelector('#output').textContent.includes('badarith')");
  await click('more');
  await shows('1');
  await click('wrong_call');
  await shows('101');
  await click('loop');
  await shows('1101');
  // An event whose parts cannot be read.
  await tab.value(`{
    const event = new MouseEvent('click');
    Object.defineProperty(event, 'target', { get() { throw new Error('no target'); } });
    Object.defineProperty(event, 'detail', { value: { toString() { throw new Error('no text'); } } });
    document.querySelector('#more').dispatchEvent(event);
  }`).catch(() => {});
  await click('more');
  await tab.until("Number(document.querySelector('#shown').textContent) >= 1102");
  const text = await tab.value("document.querySelector('#output').textContent");
  check(!text.includes('The program has stopped'), text);
  await picture(tab, 'crash');
};
