// Every cell that ExcelJS reads, a line of JSON each: sheet, cell, type, value.
const ExcelJS = require("exceljs");

function plain(v) {
	if (v instanceof Date)
		return ["n", v.getTime() / 86400000 + 25569];
	if (v !== null && typeof v === "object") {
		if ("formula" in v || "sharedFormula" in v)
			return ["f", v.formula || v.sharedFormula];
		if ("hyperlink" in v)
			return plain(v.text);
		if ("richText" in v)
			return ["s", v.richText.map((t) => t.text).join("")];
		if ("error" in v)
			return ["e", v.error];
	}
	return [{ number: "n", string: "s", boolean: "b" }[typeof v] || "?", v];
}

(async () => {
	const book = new ExcelJS.Workbook();
	await book.xlsx.readFile(process.argv[2]);
	for (const sheet of book.worksheets)
		sheet.eachRow((row) =>
			row.eachCell((cell) =>
				console.log(JSON.stringify(
					[sheet.name, cell.address, ...plain(cell.value)]))));
})();
