// SPDX-License-Identifier: MIT
// node page.js BROWSER HOSTILE_PORT DEMO_PORT: fails with the first thing that is not as it should be.
"use strict";
const assert = require("node:assert");
const fs = require("node:fs");
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [browserPath, hostilePort, demoPort] = process.argv.slice(2);

async function open(browser, port, options) {
  const page = await browser.newPage(options);
  page.problems = [];
  page.on("console", (message) => { if (message.type() === "error") page.problems.push(message.text()); });
  page.on("pageerror", (error) => page.problems.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith(`http://127.0.0.1:${port}/`) && !request.url().startsWith("data:"))
      page.problems.push("asks " + request.url());
  });
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.waitForSelector(".card");
  await page.waitForSelector('[data-state="live"]');
  return page;
}

async function check(page, name) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document));
  assert.deepStrictEqual(violations.map((one) => one.id + " " + one.nodes[0].html), [], name + ": accessibility");
  const width = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(width <= 0, name + ": wider than the window by " + width);
  assert.deepStrictEqual(page.problems, [], name + ": console and requests");
}

async function hostile(browser) {
  const page = await open(browser, hostilePort, { viewport: { width: 400, height: 800 } });
  const title = await page.locator(".card h2").first().textContent();
  assert.ok(title.startsWith("<script>"), "the text is shown as text: " + title);
  assert.strictEqual(await page.evaluate(() => window.hostile), undefined, "a plugin's text ran");
  assert.strictEqual(await page.locator(".card script, .card img").count(), 0);
  // A live update arrives without a reload.
  const before = await page.locator(".facts").first().textContent();
  await page.locator("#refresh").focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction((old) => document.querySelector(".facts").textContent !== old, before, { timeout: 15000 });
  await check(page, "hostile");
}

async function demo(browser) {
  for (const colorScheme of ["light", "dark"]) {
    const page = await open(browser, demoPort, { viewport: { width: 1280, height: 900 }, colorScheme });
    assert.strictEqual(await page.locator(".card").count(), 5);
    assert.ok((await page.locator(".facts").first().textContent()).includes("resets in"));
    assert.strictEqual(await page.locator('[role="meter"]').first().getAttribute("aria-valuenow"), "62");
    await check(page, colorScheme);
  }
}

(async () => {
  const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
  try {
    await hostile(browser);
    await demo(browser);
  } finally {
    await browser.close();
  }
})().catch((error) => {
  console.error(error.message || error);
  process.exitCode = 1;
});
