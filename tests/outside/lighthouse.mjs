// Lighthouse for the addresses in the arguments after the first, which names the categories, in one browser
// (CHROME_PATH): a line of JSON for each, with the scores and the audits that failed.
import * as launcher from "chrome-launcher";
import lighthouse from "lighthouse";

const [categories, ...addresses] = process.argv.slice(2);
const judged = categories.split(",");
const flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic"];
// What stands on a page is there at once: there is nothing to wait for, unless it is how long it takes.
const AT_ONCE = {
  throttlingMethod: "provided",
  pauseAfterFcpMs: 0,
  pauseAfterLoadMs: 0,
  networkQuietThresholdMs: 0,
  cpuQuietThresholdMs: 0,
};
const chrome = await launcher.launch({ chromePath: process.env.CHROME_PATH, chromeFlags: flags });
try {
  for (const address of addresses) {
    const { lhr } = await lighthouse(address, {
      port: chrome.port,
      logLevel: "silent",
      onlyCategories: judged,
      disableFullPageScreenshot: true,
      ...(judged.includes("performance") ? {} : AT_ONCE),
    });
    const scores = {};
    const failed = [];
    for (const [name, category] of Object.entries(lhr.categories)) {
      scores[name] = Math.round(category.score * 100);
      for (const { id, weight } of category.auditRefs) {
        const audit = lhr.audits[id];
        if (weight && audit.score !== null && audit.score < 1) {
          const items = JSON.stringify(audit.details?.items ?? []).slice(0, 600);
          failed.push(`${name}: ${audit.title} ${audit.displayValue ?? ""} ${audit.explanation ?? ""} ${items}`);
        }
      }
    }
    console.log(JSON.stringify({ address, scores, failed, error: lhr.runtimeError?.message ?? "" }));
  }
} finally {
  chrome.kill();
}
