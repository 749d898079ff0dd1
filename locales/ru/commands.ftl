command-serve-address = Портал: { $url }
command-serve-role-alone = --role { $name }: базу SQLite обслуживает один процесс. Уберите --role или задайте в database_url PostgreSQL
command-serve-sender = Отсюда уходят письма; страницы портала отдаёт другой процесс
command-key-right = { $about } — тот самый ключ, с которым портал настроен: ничего не изменилось. Чтобы создать другой, сначала уберите этот файл.
command-key-replaced = Портал теперь работает с ключом { $about }. Прежние ссылки больше не действуют: отправьте приглашения заново.
command-setup-link = Он ещё не настроен. Откройте одноразовую ссылку для настройки: { $url }
command-setup-done = Портал компании { $company } готов: { $url }
command-setup-already = Портал уже настроен. Войдите или выполните collega admin reset-password.
command-not-set-up = Портал ещё не настроен: запустите collega serve и откройте ссылку или выполните collega setup.
command-no-such-employee = С таким адресом никто не работает. Проверьте его в разделе «Сотрудники».
command-no-such-department = Отдела { $name } нет. Пишите названия сверху вниз: Продажи/Москва.
command-new-password = Новый пароль: { $password }
    Войдите с ним и смените его в профиле.
command-dkim-made = Ключ лежит в { $name }. Сначала добавьте запись в DNS, потом задайте это и перезапустите портал:
command-dkim-there = { $name } уже есть, а ключи не перезаписываются: укажите другой файл в --file и другое имя для DNS в --selector
command-dkim-unwritten = не удалось создать { $name }
command-dkim-failed = не удалось создать или прочитать ключ: попробуйте ещё раз
command-dkim-none = Ключ не задан. Создайте его командой collega dkim create или укажите в --file.
command-dkim-no-domain = Не хватает --domain: укажите домен отправителя, например romashka.ru
command-dkim-domain = --domain: { $name } — не домен; напишите, например, romashka.ru
command-dkim-selector = --selector: { $name } не годится для DNS; напишите имя вроде collega или mail2026: латинские буквы, цифры и дефисы
command-invite-nobody = Приглашать некого. Напишите адрес, например имя@компания.рф.
command-invite-too-many = Слишком много адресов сразу: можно не больше { $n }. Пригласите в несколько приёмов.
command-invite-not-allowed = Этому сотруднику нельзя приглашать. Администратор включает это в правах доступа.
command-invite-department-gone = Отдел тем временем удалили. Выберите снова.
command-invite-lifetime = Приглашение действует от 1 до { $n } дней.
command-invite-quota = Писем можно отправить ещё { $n }. Остальных пригласите позже или через администратора.
command-invite-pending = Открытых приглашений может быть ещё { $n }. Отзовите часть или попросите администратора.
command-invite-seats = В тарифе осталось мест: { $n }. Освободите места или смените тариф.
command-invite-waits = Часть писем ждёт новой попытки: { $why }. Ctrl+C оставит их работающему порталу.
command-invite-progress = Письма: { $done } из { $all }
command-fate-invited = приглашён
command-fate-already-invited = уже приглашён
command-fate-kept = уже приглашён, но письмо осталось в ящике портала
command-fate-not-delivered = уже приглашён, но письмо не доставлено: исправьте адрес
command-fate-complaint = пожаловался на письмо как на спам
command-fate-already-employee = уже работает
command-fate-awaiting-approval = ждёт подтверждения
command-fate-dismissed = работал здесь: верните его или освободите адрес в разделе «Сотрудники»
command-fate-opted-out = просил больше не приглашать
command-fate-bad-address = письмо на этот адрес вернулось: проверьте его
command-fate-written-lately = ему недавно писали
command-fate-too-many-letters = ему отправлены все письма
command-letter-failed = письмо не отправлено
command-letter-unknown = письмо, возможно, ушло: почтовый сервер не ответил. Через полчаса оно будет отправлено ещё раз
command-letter-none = письмо отозвано
command-letter-sent = письмо отправлено
command-letter-kept = письмо не ушло
doctor-key-missing = файла { $about } ещё нет; он создаётся при первом запуске
doctor-key-good = файл { $about } на месте, читать его может только владелец
doctor-key-lost = файла { $about } нет, а от него зависят ссылки во всех отправленных письмах: восстановите его из резервной копии; если он потерян совсем, выполните collega replace-key
doctor-key-open = файл { $about } могут прочитать другие: выполните для него chmod 600
doctor-database-good = отвечает и принимает запись; компания { $about }
doctor-database-missing = базы ещё нет: { $about }. Она создаётся при первом запуске; если портал уже работал, исправьте database_url
doctor-database-empty = отвечает и принимает запись; портал ещё не настроен
doctor-database-bad = { $about }
doctor-url-good = { $about }
doctor-url-local = { $about } открывается только на этой машине: до приглашений задайте адрес, по которому портал открывают другие
doctor-url-plain = { $about } без HTTPS: на этой машине так можно, а для других поставьте прокси с HTTPS
doctor-url-stranger = по адресу { $about } отвечает не этот портал: проверьте адрес и куда ведёт прокси
doctor-url-silent = по адресу { $about } никто не отвечает: запустите collega serve или проверьте прокси перед ним
doctor-url-tls = у { $about } негодный сертификат ({ $words }): обновите его на прокси
doctor-url-unknown = у имени { $about } нет адреса: проверьте его или добавьте в DNS
doctor-mail-none = почтовый сервер не указан: письма остаются в ящике самого портала
doctor-mail-unknown = проверить не удалось: сначала исправьте то, что выше
doctor-sender-unknown = у { $about } нет домена в интернете; укажите другого отправителя в mail.from
doctor-mail-good = { $about } отвечает и пускает портал
doctor-mail-bad = { $reason } ({ $words })
doctor-direct-good = письма уходят напрямую на серверы получателей, сервер { $about } отвечает
doctor-direct-bad = письма уходят напрямую на серверы получателей, но с серверами { $about } не получается: { $reason } ({ $words })
doctor-direct-late = письма уходят напрямую на серверы получателей, но ни один сервер { $about } не ответил вовремя: возможно, порт 25 закрыт наружу
doctor-direct-no-domain = письма уходят напрямую на серверы получателей; у { $about } нет домена, чьи серверы можно попробовать: задайте mail.from
doctor-direct-unknown = письма уходят напрямую на серверы получателей; доходят ли они, можно проверить, когда портал откроется
doctor-dkim-good = письма с { $domain } подписываются ключом { $selector }; какая запись нужна в DNS, покажет collega dkim record
doctor-dkim-alone = Ed25519 проверяют ещё не все получатели: создайте и ключ RSA командой collega dkim create --algorithm rsa
doctor-dkim-stranger = письма уходят без подписи: отправитель на { $sender }, а ключ для { $domain }. Укажите этот домен в mail.dkim_domain или адрес на домене ключа в mail.from
doctor-dkim-missing = файла { $about } нет: восстановите его или создайте ключ командой collega dkim create
doctor-dkim-no-key = в { $about } нет закрытого ключа RSA (от 2048 бит) или Ed25519 в PEM без пароля: создайте его командой collega dkim create
doctor-dkim-other = в { $about } ключ { $is }, а нужен { $wanted }: укажите его в своей настройке
command-status-active = в компании
command-status-invited = среди приглашённых
command-status-awaiting-approval = ждёт подтверждения
command-status-dismissed = среди уволенных
cli-about-bounce = Принять отчёт о вернувшемся письме из стандартного ввода: так его передаёт почтовый сервер
cli-arg-bounce-recipient = Адрес, на который он пришёл; если не задан, берётся из ORIGINAL_RECIPIENT или из самого отчёта
cli-after-bounce = Код завершения: 0 — отчёт принят или ничего не значит, 65 — ничего не передано, 75 — принять не удалось, передайте ещё раз.
command-bounce-empty = на стандартном вводе ничего нет: передайте отчёт, например collega bounce < report.eml
command-bounce-failed = Принято: письмо не доставлено
command-bounce-delayed = Принято: доставка задерживается
command-bounce-arrived = Принято: письмо всё-таки дошло
command-bounce-silenced = Принято: жалоба, на этот адрес писем больше не будет
command-bounce-nothing = Принято: ничего нового
command-bounce-automatic = Принято: автоматический ответ, ничего не меняется
command-bounce-kept = Принято: письмо не найдено, администраторы увидят отчёт в «Настройки → Почта»
command-bounce-forged = Принято: такого адреса нет ни у одного письма, ничего не меняется
command-bounce-too-early = Не принято: письмо как раз отправляется, передайте отчёт ещё раз
command-bounce-not-set-up = Не принято: портал ещё не настроен
doctor-imap-good = портал читает { $about }; писем там: { $messages }
doctor-imap-bad = { $about } не читается: { $words }. { $advice }
command-backup-made =
    Копия базы данных: { $name }, { $size } КБ.
    Секретный ключ { $key } в неё не входит: храните его отдельно, без него ссылки из писем и пароль почтового сервера не действуют.
command-backup-server = эту базу копируют её собственными средствами: pg_dump --format=custom --file={ $name } "$COLLEGA_DATABASE_URL"
command-restore-links-question = Ссылки и коды, которыми воспользовались после копии, снова выглядят неиспользованными. Закончить действие всех ссылок и кодов, отправленных до восстановления? Приглашения потом отправляют ещё раз. [Да/нет]
command-restore-links-no = н нет n no
command-restore-links-by-default = Спросить не у кого, поэтому действие всех ссылок и кодов, отправленных раньше, закончится: так безопаснее. Оставить их — с --keep-links.
command-no-database = базы данных нет: { $name }. Исправьте database_url или сначала запустите портал: collega serve
command-restore-no-file = эту базу восстанавливают её собственными средствами (pg_restore), затем выполняют collega restore без файла
command-restore-file = укажите файл копии: collega restore ФАЙЛ
command-restore-done = База данных восстановлена из копии от { $name }. Все должны войти заново.
command-restore-letters =
    { $n ->
        [0] Писем, которые ждали бы ответа, в копии нет, но отправка стоит: разрешите её на странице «Настройки → Почта → Очередь».
        [one] { $n } письмо ждёт ответа на странице «Настройки → Почта → Очередь»: с тех пор оно могло уйти.
        [few] { $n } письма ждут ответа на странице «Настройки → Почта → Очередь»: с тех пор они могли уйти.
       *[many] { $n } писем ждут ответа на странице «Настройки → Почта → Очередь»: с тех пор они могли уйти.
    }
command-restore-letters-in-vain =
    { $n ->
        [one] { $n } письмо с приглашением не уйдёт и после разрешения: его ссылка больше не действует. Отправьте это приглашение ещё раз.
        [few] { $n } письма с приглашениями не уйдут и после разрешения: их ссылки больше не действуют. Отправьте эти приглашения ещё раз.
       *[many] { $n } писем с приглашениями не уйдут и после разрешения: их ссылки больше не действуют. Отправьте эти приглашения ещё раз.
    }
command-restore-links-ended =
    { $n ->
        [0] Ссылок и кодов, которые ещё действовали, в копии нет.
        [one] Закончено действие { $n } ссылки или кода.
       *[other] Закончено действие { $n } ссылок и кодов.
    }
command-restore-links-kept = Ссылки остались такими, какие они в базе.
command-restore-look = Проверьте, кто после копии уволен, чьи права и токены изменены: об этом база не знает.
command-restore-empty = В этой копии портал ещё не настроен.
command-restore-kept = Прежняя база данных: { $name }
