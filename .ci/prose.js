// Checks the prose of Markdown pages with write-good: node .ci/prose.js PAGE…
// The length of sentences is checked by SentencesTest.
const fs = require("fs");
const path = require("path");
const writeGood = require(path.join(__dirname, "..", "target", "npm", "node_modules", "write-good"));

// A passive is right where nobody cares who acts; "only" and "many" say something here.
const CHECKS = { passive: false, adverb: false, weasel: false };
// The field's words, and words that replace nothing shorter.
const FINE = /^(equivalent|requirement|it is|it was|all of|outside of|monitor)$/i;

const blank = (text) => text.replace(/[^\n]/g, " ");

/** Blanks what is no prose: code and headings. */
const proseOf = (page) =>
  page.replace(/^```[^]*?^```/gm, blank).replace(/`[^`\n]*`/g, blank).replace(/^#.*$/gm, blank);

let found = 0;
for (const page of process.argv.slice(2)) {
  const prose = proseOf(fs.readFileSync(page, "utf8"));
  for (const { index, offset, reason } of writeGood(prose, CHECKS)) {
    if (FINE.test(prose.substr(index, offset))) continue;
    const line = prose.slice(0, index).split("\n").length;
    console.error(`${page}:${line}: ${reason}`);
    found += 1;
  }
}
process.exit(found ? 1 : 0);
