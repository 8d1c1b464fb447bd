// program: examples/page_counter.lfe
// The counter: a thousand clicks, none of them lost; two pages that have nothing to do with each other.
export default async ({ open, picture, check }) => {
  const [tab, other] = [await open(), await open()];
  for (const page of [tab, other]) await page.until("document.querySelector('#count')?.textContent === '0'");
  const rendered = await tab.value(
    `performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd`,
  );
  check(rendered < 2000, `the page took ${rendered} ms`);
  const click = (id, times) => `for (let n = 0; n < ${times}; n++) document.querySelector('#${id}').click()`;
  await tab.value(click('up', 1000));
  await other.value(click('down', 7));
  await tab.until("document.querySelector('#count').textContent === '1000'");
  await other.until("document.querySelector('#count').textContent === '-7'");
  // One at a time, each seen before the next.
  for (let count = 999; count >= 990; count--) {
    await tab.value(click('down', 1));
    await tab.until(`document.querySelector('#count').textContent === '${count}'`);
  }
  await picture(tab, 'counter');
};
