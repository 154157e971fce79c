#!/usr/bin/env node
// Checks what parley demo -o json printed: node demo.js FILE. With --killed a farmer was killed, and the reserve
// took over: one farmer more was hired. With --deal-files it prints the names of the deal files instead.
const assert = require("assert");
const fs = require("fs");
const path = require("path");

const [file, option] = process.argv.slice(2);
const demo = JSON.parse(fs.readFileSync(file, "utf8"));

if (option === "--deal-files") {
	console.log(demo.dealFiles.join("\n"));
	process.exit(0);
}

const wanted = ["farmers", "quotes", "price", "cid", "output", "exitCode", "agreements", "deals", "transactions", "gas",
	"balances", "dealFiles"];
for (const field of wanted) {
	assert(demo[field] !== undefined && demo[field] !== null && demo[field] !== "", `${field} is missing`);
}
assert.strictEqual(demo.exitCode, 0, "the guest failed");
for (const field of ["farmers", "quotes", "agreements", "deals", "transactions", "dealFiles"]) {
	assert(Array.isArray(demo[field]) && demo[field].length >= 2, `${field}: want at least two, of the two farmers hired`);
}
assert.strictEqual(demo.deals.length, demo.agreements.length, "a deal for each agreement");
assert.strictEqual(demo.dealFiles.length, demo.agreements.length, "a file for each agreement");
for (const dealFile of demo.dealFiles) {
	assert(fs.statSync(dealFile).size > 0, `${dealFile} is empty`);
}
if (option === "--killed") {
	assert(demo.agreements.length >= 3, "a farmer was killed, and nobody took over");
}
assert(BigInt(demo.gas) > 0n, "gas was paid");

// Money neither appears nor is lost, and some of it moved.
const sum = (column) => demo.balances.reduce((total, account) => total + BigInt(account[column]), 0n);
assert(Array.isArray(demo.balances) && demo.balances.length >= 3, "balances: requester and two farmers at least");
assert.strictEqual(sum("before"), sum("after"), "balances before and after differ in sum");
assert(demo.balances.some((account) => BigInt(account.before) > BigInt(account.after)), "nobody paid");

// The same scene gives the same picture everywhere; README says which.
const readme = fs.readFileSync(path.join(__dirname, "..", "README.md"), "utf8");
const promised = /^`(baf[a-z2-7]+)`$/m.exec(readme);
assert(promised, "README.md names no CID on a line of its own");
assert.strictEqual(demo.cid, promised[1], "the CID differs from README's");
