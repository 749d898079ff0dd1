# Что исправить в адресе: в списке приглашаемых и везде, где вводят один адрес.
address-problem-empty = Введите адрес в формате имя@компания.рф
address-problem-no-at = Добавьте знак @ и то, что после него, например ivan@romashka.ru
address-problem-several-ats = Оставьте один знак @. Если адресов два, напишите каждый на своей строке
address-problem-empty-local = Допишите имя перед знаком @, например ivan@romashka.ru
address-problem-empty-domain = Допишите домен после знака @, например ivan@romashka.ru
address-problem-dots-in-local = Проверьте точки перед знаком @: по одной и не с краю, например ivan.petrov@romashka.ru
address-problem-long-local = Сократите часть перед знаком @ до 64 знаков
address-problem-quoted-local = Введите адрес без кавычек, например ivan@romashka.ru
address-problem-domain-without-dot = Введите домен полностью, с точкой, например ivan@romashka.ru
address-problem-bad-domain = Проверьте домен после знака @: буквы, цифры, дефисы и одиночные точки, например romashka.ru
address-problem-ip-literal = Введите домен вместо чисел после знака @, например ivan@romashka.ru
address-problem-hidden-character = Наберите адрес вручную: в нём есть невидимый знак
address-problem-blank = Уберите пробел внутри адреса, например ivan@romashka.ru
address-problem-bad-character = Уберите или замените «{ $character }»: такого знака в адресах не бывает
address-problem-too-long = Сократите адрес до 254 знаков

# Рядом с адресом, на который можно написать.
address-suggestion = Возможно, вы имели в виду { $address }?
address-domain-warning = Проверьте домен: в нём похожие буквы разных алфавитов. Латиницей он пишется { $domain }

# Список в целом.
address-repeats =
    { $n ->
        [one] и ещё { $n } повтор
        [few] и ещё { $n } повтора
       *[many] и ещё { $n } повторов
    }
address-excess-rows = Оставьте не больше { $limit } адресов: в списке { $n }. Остальные отправьте вторым списком
address-excess-bytes = Сократите список до { $limit } КБ: в нём { $n } КБ. Остальное отправьте вторым списком
