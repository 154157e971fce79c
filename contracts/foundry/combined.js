// Usage: node combined.js OUT DIRECTORY NAME... Writes what abigen --combined-json reads, and ABI and BIN of each contract.
const fs = require("fs");
const path = require("path");
const { execFileSync } = require("child_process");

const [out, directory, ...names] = process.argv.slice(2);
const contracts = {};
for (const name of names) {
  const files = ["abi", "bin"].map((end) => path.join(directory, `${name}.${end}`));
  execFileSync(process.execPath, [path.join(__dirname, "artifact.js"), `out/${name}.sol/${name}.json`, ...files]);
  const [abi, bin] = files.map((file) => fs.readFileSync(file, "utf8").trim());
  contracts[name] = { abi, bin, userdoc: "{}", devdoc: "{}", metadata: "{}", hashes: {} };
}
fs.writeFileSync(out, JSON.stringify({ contracts, version: "" }));
