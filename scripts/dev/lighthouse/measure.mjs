// Measures each address as a telephone would load it, and prints one line of JSON for each.
// ../measure_pages.py calls it, serves the pages and reads the lines.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const SCORES = ["performance", "accessibility", "best-practices", "seo"];
const FAILED = (audit) => audit.score !== null && audit.score < 1;

const [path, ...addresses] = process.argv.slice(2);
const chrome = await launch({
  chromePath: path,
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});

const numberOf = (lhr, name) => lhr.audits[name]?.numericValue ?? null;

const whatFails = (lhr, id) => lhr.categories[id].auditRefs
  .filter(({ weight, id: name }) => weight > 0 && FAILED(lhr.audits[name]))
  .map(({ id: name }) => {
    const node = lhr.audits[name].details?.items?.find((item) => item.node)?.node;
    return node ? `${name}: ${node.selector}` : name;
  });

const summary = (address, lhr) => {
  if (lhr.runtimeError) throw new Error(`${address}: ${lhr.runtimeError.message}`);
  const requests = lhr.audits["network-requests"].details.items;
  const bytes = {};
  for (const { resourceType, transferSize } of requests)
    bytes[resourceType] = (bytes[resourceType] ?? 0) + transferSize;
  return {
    address,
    scores: SCORES.map((id) => Math.round(100 * lhr.categories[id].score)),
    fails: SCORES.slice(1).flatMap((id) => whatFails(lhr, id)),
    lcp: numberOf(lhr, "largest-contentful-paint"),
    cls: numberOf(lhr, "cumulative-layout-shift"),
    tbt: numberOf(lhr, "total-blocking-time"),
    nodes: numberOf(lhr, "dom-size"),
    bytes,
  };
};

try {
  for (const address of addresses) {
    const options = { port: chrome.port, logLevel: "error", onlyCategories: SCORES };
    const { lhr } = await lighthouse(address, { ...options, disableFullPageScreenshot: true });
    console.log(JSON.stringify(summary(address, lhr)));
  }
} finally {
  await chrome.kill();
}
