# Taking a list along as a file.
export-title = Export
export-format = Format
export-xlsx = Excel
export-xlsx-words = An XLSX workbook in which dates are dates.
export-csv = CSV
export-csv-words = A table for Excel and other programs: UTF-8, separated by commas.
export-button = Download
export-rows =
    { $n ->
        [one] { $n } row
       *[other] { $n } rows
    }
export-rows-broken-off =
    { $n ->
        [one] broken off, { $n } row
       *[other] broken off, { $n } rows
    }
