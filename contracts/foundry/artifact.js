// Usage: node artifact.js ARTIFACT ABI BIN. Takes ABI and creation bytecode out of forge's artifact.
const fs = require("fs");

const [artifact, abi, bin] = process.argv.slice(2);
const compiled = JSON.parse(fs.readFileSync(artifact, "utf8"));
const entries = compiled.abi.map((entry) => "  " + JSON.stringify(entry));
fs.writeFileSync(abi, `[\n${entries.join(",\n")}\n]\n`);
fs.writeFileSync(bin, compiled.bytecode.object.replace(/^0x/, "") + "\n");
