# Выгрузка списка в файл.
export-title = Выгрузить
export-format = Во что выгрузить
export-xlsx = Excel
export-xlsx-words = Книга XLSX: даты остаются датами.
export-csv = CSV
export-csv-words = Таблица для Excel и других программ: UTF-8, через точку с запятой.
export-button = Скачать
export-rows =
    { $n ->
        [one] { $n } строка
        [few] { $n } строки
       *[many] { $n } строк
    }
export-rows-broken-off =
    { $n ->
        [one] прервано, { $n } строка
        [few] прервано, { $n } строки
       *[many] прервано, { $n } строк
    }
