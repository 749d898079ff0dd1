# Почему письмо не ушло: коротко, рядом с состоянием письма.
delivery-reason-bad-address = нет такого адреса
delivery-reason-mailbox-full = ящик получателя переполнен
delivery-reason-policy = почта получателя отказалась принять письмо
delivery-reason-throttled = почтовый сервер просит отправлять медленнее
delivery-reason-greylisted = почта получателя просит повторить позже, это обычная проверка
delivery-reason-server-unreachable = почтовый сервер недоступен
delivery-reason-tls-problem = не удалось защитить соединение с почтовым сервером
delivery-reason-auth-refused = почтовый сервер не принял имя и пароль портала
delivery-reason-sender-refused = почтовый сервер не отправляет письма с адреса портала
delivery-reason-too-large = письмо больше, чем принимает почтовый сервер
delivery-reason-needs-smtputf8 = почтовый сервер не умеет отправлять на адреса с нелатинскими буквами до @
delivery-reason-no-answer = почтовый сервер не ответил, принял ли он письмо
delivery-reason-not-reached = почта получателя не отвечала несколько дней
delivery-reason-delayed = почта получателя пока не приняла письмо, попытки продолжаются
delivery-reason-other = почтовый сервер не принял письмо
delivery-reason-kept = почтового сервера нет, письмо осталось в ящике портала
