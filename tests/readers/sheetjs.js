// Every cell that SheetJS reads, a line of JSON each: sheet, cell, type, value.
const XLSX = require("xlsx");

const book = XLSX.readFile(process.argv[2], {
	cellFormula: true, cellText: false, cellHTML: false });
for (const name of book.SheetNames)
	for (const [at, cell] of Object.entries(book.Sheets[name]))
		if (!at.startsWith("!"))
			console.log(JSON.stringify([name, at,
				cell.f !== undefined ? "f" : cell.t,
				cell.f !== undefined ? cell.f : cell.v]));
