// Answers the two questions that forge asks of a solc, with the compiler that package.json pins:
//
//	solc.js --version
//	solc.js --standard-json <input
//	solc.js --serve SOCKET     until its input ends, answers both for processes whose SOLC_SOCKET this is
//
// A compiler that has just been loaded is half as fast as one that has compiled before, so whoever compiles hundreds of
// times, as the mutants do, keeps one.
const fs = require("fs");
const http = require("http");
const path = require("path");

const args = process.argv.slice(2);

// answers are loaded where they are given only: that takes a second.
const answers = {
  // forge reads a native compiler's version line and knows no Emscripten.
  version: () => `solc, the solidity compiler commandline interface\nVersion: ${require("solc").version().replace(".Emscripten.clang", ".Linux.g++")}\n`,
  compile: (input) => require("solc").compile(input),
};

function answer(question, input) {
  const socketPath = process.env.SOLC_SOCKET;
  if (!socketPath) {
    process.stdout.write(answers[question](input));
    return;
  }
  const asked = http.request({ socketPath, path: "/" + question, method: "POST" }, (told) => {
    if (told.statusCode !== 200) process.exitCode = 1;
    told.pipe(told.statusCode === 200 ? process.stdout : process.stderr);
  });
  asked.on("error", (e) => fail(`SOLC_SOCKET: nobody answers at ${socketPath}: ${e.message}`));
  asked.end(input);
}

function serve(socketPath) {
  // While it compiles, nobody else is heard, for minutes on a busy machine: no question is too late.
  const server = http.createServer({ headersTimeout: 0, requestTimeout: 0 }, (asked, told) => {
    const parts = [];
    asked.on("data", (part) => parts.push(part));
    asked.on("end", () => {
      try {
        told.end(answers[asked.url.slice(1)](Buffer.concat(parts).toString("utf8")));
      } catch (e) {
        told.writeHead(500).end(String(e.stack || e));
      }
    });
  });
  server.listen(socketPath, () => process.stdout.write("ready\n"));
  process.stdin.on("end", () => process.exit()).resume();
}

function fail(why) {
  process.stderr.write(`${path.basename(__filename)}: ${why}\n`);
  process.exitCode = 1;
}

if (args.includes("--version")) {
  answer("version", "");
} else if (args.includes("--standard-json")) {
  answer("compile", fs.readFileSync(0, "utf8"));
} else if (args[0] === "--serve" && args[1]) {
  serve(args[1]);
} else {
  fail("only --version, --standard-json and --serve SOCKET are answered");
}
