// Writes js-summaries.txt with the JavaScript implementation (npm hdr-histogram-js); see README.md.
import { createRequire } from "node:module";
import { writeFileSync } from "node:fs";
const hdr = createRequire(process.cwd() + "/")("hdr-histogram-js");

function fill(h, n, scale) {
  for (let i = 0; i < n; i++)
    h.recordValue(((i * i * 37) % 1000003 + (i % 100 === 0 ? 50000000 : 0)) * scale);
  return h;
}

function build(lowest, highest, digits) {
  return hdr.build({
    bitBucketSize: 64, autoResize: false, useWebAssembly: false,
    lowestDiscernibleValue: lowest, highestTrackableValue: highest, numberOfSignificantValueDigits: digits,
  });
}

let out = "";
function summary(name, h) {
  out += `name ${name}\nbase64 ${hdr.encodeIntoCompressedBase64(h)}\ntotal ${h.totalCount}\n`;
  out += `mean ${h.mean}\nstddev ${h.stdDeviation}\n`;
  for (const p of [0, 0.1, 1, 25, 50, 75, 90, 99, 99.9, 99.99, 100])
    out += `p${p} ${h.getValueAtPercentile(p)}\n`;
}
summary("three", fill(build(1, 10000000000, 3), 1000, 1));
summary("two", fill(build(1000, 3600000000000, 2), 1000, 777));
summary("zero", fill(build(1, 1000000000, 1), 1000, 1));
summary("five", fill(build(1, 100000000, 5), 300, 1));
writeFileSync("js-summaries.txt", out);
