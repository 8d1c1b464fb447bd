// program: examples/page_todo.erl
// The to-do list: items are added, marked, deleted, and are there again when the page is loaded anew.
export default async ({ open, picture, check }) => {
  let tab = await open();
  const texts = () => tab.value(
    "[...document.querySelectorAll('#list li span')].map((label) => label.textContent).join()",
  );
  const left = (text) => tab.until(`document.querySelector('#left')?.textContent === '${text}'`);
  await left('0 of 0 left');
  for (const text of ['bread', 'äpfel', 'milk']) {
    await tab.value(`{
      const input = document.querySelector('#new');
      input.value = '${text}';
      input.dispatchEvent(new Event('change'));
    }`);
  }
  await left('3 of 3 left');
  check(await texts() === 'bread,äpfel,milk', await texts());
  await tab.value("document.querySelectorAll('#list li span')[1].click()");
  await left('2 of 3 left');
  await tab.value("document.querySelectorAll('#list li button')[0].click()");
  await left('1 of 2 left');
  check(await texts() === 'äpfel,milk', await texts());
  await picture(tab, 'todo');
  tab = await open();
  await left('1 of 2 left');
  check(await texts() === 'äpfel,milk', await texts());
};
