// Answers the two questions that forge asks of a solc, with the compiler that package.json pins.
const fs = require("fs");
const path = require("path");
const solc = require("solc");

const args = process.argv.slice(2);
if (args.includes("--version")) {
  // forge reads a native compiler's version line and knows no Emscripten.
  const version = solc.version().replace(".Emscripten.clang", ".Linux.g++");
  process.stdout.write(`solc, the solidity compiler commandline interface\nVersion: ${version}\n`);
} else if (args.includes("--standard-json")) {
  process.stdout.write(solc.compile(fs.readFileSync(0, "utf8")));
} else {
  process.stderr.write(`${path.basename(__filename)}: only --version and --standard-json are answered\n`);
  process.exitCode = 1;
}
