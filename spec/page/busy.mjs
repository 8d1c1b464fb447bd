// program: spec/page/busy.erl
// The page stays live while a process computes for ten seconds: frames are drawn, clicks are answered.
export default async ({ open, picture, check }) => {
  const tab = await open();
  await tab.until("document.querySelector('#more')");
  await tab.value(`{
    globalThis.longest = 0;
    let last = performance.now();
    const turn = () => {
      const now = performance.now();
      globalThis.longest = Math.max(globalThis.longest, now - last);
      last = now;
      setTimeout(turn, 0);
    };
    turn();
  }`);
  let slowest = 0;
  for (let count = 1; count <= 20; count++) {
    const start = Date.now();
    await tab.value("document.querySelector('#more').click()");
    await tab.until(`document.querySelector('#shown').textContent === '${count}'`, 5);
    slowest = Math.max(slowest, Date.now() - start);
    await new Promise((again) => setTimeout(again, 300));
  }
  check(await tab.value("document.querySelector('#state').textContent") === 'computing',
    'the computation was over before the clicks were');
  await picture(tab, 'busy');
  await tab.until("document.querySelector('#state').textContent === 'done'");
  const longest = await tab.value('globalThis.longest');
  // Generous: other tests run beside this one.
  check(longest < 1000, `the page stood still for ${longest} ms`);
  check(slowest < 2000, `a click was answered after ${slowest} ms`);
};
