#!/usr/bin/env python3
"""The register as CSV and as a workbook say the same to openpyxl and to LibreOffice, no cell of either is a formula, and counts can be added up.

  workbook.py FOLDER             FOLDER holds register.csv and register.xlsx
"""
import csv, os, subprocess, sys, tempfile
import openpyxl

folder = sys.argv[1]
RUNS = tuple("=+-@\t\r＝＋－＠")


def table(path, encoding="utf-8-sig"):
    with open(path, encoding=encoding, newline="") as file:
        return [row for row in csv.reader(file)]


def guarded(text):
    """What the CSV does to a cell that a spreadsheet would run."""
    return "'" + text if text.lstrip(" \u3000\n").startswith(RUNS) else text


book = openpyxl.load_workbook(os.path.join(folder, "register.xlsx"))
sheet = book.worksheets[0]
cells = [[cell for cell in row] for row in sheet.iter_rows()]
kinds = {cell.data_type for row in cells for cell in row if cell.value is not None}
assert kinds == {"s", "n"}, kinds
counts = {cell.column for row in cells for cell in row if cell.data_type == "n" and cell.value is not None}
assert {cells[0][at - 1].value for at in counts} == {"长度（毫米）", "数量"}, counts
read = [["" if cell.value is None else str(cell.value) for cell in row] for row in cells]
wanted = table(os.path.join(folder, "register.csv"))
assert len(read) == len(wanted) > 10, (len(read), len(wanted))
for ours, theirs in zip(wanted, read):
    theirs += [""] * (len(ours) - len(theirs))
    # A line end in a cell is one character in a workbook.
    assert ours == [guarded(text) for text in theirs], (ours, theirs)
evil = sum(1 for row in read for text in row if guarded(text) != text)
assert evil >= 8, "titles that a spreadsheet would run are among them"
print(f"openpyxl: {len(read)} lines, {evil} cells that could be formulas are text")

soffice = os.environ.get("SOFFICE", "soffice")
with tempfile.TemporaryDirectory() as out:
    # 44 comma, 34 quote, 76 UTF-8, from line 1, all columns text (2), quoted text as text, no detection of numbers, as shown, no formulas.
    columns = "/".join(f"{at}/2" for at in range(1, len(wanted[0]) + 1))
    for name, how in (("register.xlsx", None), ("register.csv", f"CSV:44,34,76,1,{columns},0,true,false")):
        command = [soffice, f"-env:UserInstallation=file://{out}/profile", "--headless"]
        if how:
            command.append(f"--infilter={how}")
        command += ["--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,true", "--outdir", os.path.join(out, name)]
        subprocess.run(command + [os.path.join(folder, name)], check=True, stdout=subprocess.DEVNULL, timeout=180)
        back = table(os.path.join(out, name, "register.csv"), "utf-8")
        expected = wanted if how else read
        width = max(map(len, expected))
        pad = lambda rows: [row + [""] * (width - len(row)) for row in rows]
        assert pad(back) == pad(expected), [pair for pair in zip(pad(expected), pad(back)) if pair[0] != pair[1]][:3]
        print(f"LibreOffice: {name} reads back as it was written, {len(back)} lines")
