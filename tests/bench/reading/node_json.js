// node_json.js PATH: JSON.parse line by line, over 4 MiB chunks. Prints the sum of all numbers and the peak in kB.
const fs = require('fs');
const { StringDecoder } = require('string_decoder');

const file = fs.openSync(process.argv[2], 'r');
const piece = Buffer.allocUnsafe(1 << 22);
const decoder = new StringDecoder('utf8');
let rest = '', score = 0, logprobs = 0;
for (let count; (count = fs.readSync(file, piece, 0, piece.length, null)) > 0;) {
  const text = rest + decoder.write(piece.subarray(0, count));
  let start = 0;
  for (let end; (end = text.indexOf('\n', start)) >= 0; start = end + 1) {
    const sample = JSON.parse(text.slice(start, end));
    void [sample.doc_id, sample.doc.subject, sample.doc.passage_id];
    score += sample.acc;
    for (const option of sample.filtered_resps) logprobs += option[0];
  }
  rest = text.slice(start);
}
const peak = /VmHWM:\s*(\d+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1];
console.log((score + logprobs).toFixed(6), peak);
