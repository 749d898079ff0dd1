# Письма.
letter-from = Портал «{ $company }»
letter-plain-link = Если кнопка не открывается, скопируйте ссылку в браузер:
letter-hello = Здравствуйте, { $name }!
letter-hello-nameless = Здравствуйте!
letter-opt-out = Больше не приглашать меня
letter-fact-inviter = Приглашает
letter-fact-departments =
    { $n ->
        [one] Отдел
        [few] Отделы
       *[many] Отделы
    }

# Приглашение и напоминание о нём.
letter-invitation-subject = Приглашение на портал { $company }
letter-invitation-preheader = { $inviter } ждёт вас на портале. Осталось придумать пароль.
letter-invitation-heading = Вас приглашают на портал «{ $company }»
letter-invitation-words = { $inviter } приглашает вас на портал компании «{ $company }». Там видно, кто в компании работает, в каком отделе и как с ним связаться.
letter-invitation-note = { $inviter } добавляет: «{ $note }»
letter-invitation-button = Присоединиться
letter-invitation-until = Приглашение действует до { $until }.
letter-invitation-personal = Ссылка личная: не пересылайте это письмо.
letter-invitation-why = Вы получили это письмо, потому что ваш адрес указан в приглашении. Отправитель: { $inviter }.
letter-invitation-stranger = Если вы не знаете отправителя, просто не отвечайте.
letter-reminder-subject = Напоминание: приглашение на портал { $company }
letter-reminder-heading = Приглашение на портал «{ $company }» скоро закончится
letter-reminder-words = { $inviter } приглашает вас на портал компании «{ $company }», и это приглашение ещё ждёт вас. Больше напоминать не будем.

# Тем, кто внутри: что стало с приглашением. Имена в тему письма не попадают.
letter-fact-address = E-mail
letter-accepted-subject = Ваше приглашение принято
letter-accepted-heading = { $name } теперь в компании
letter-accepted-words = Приглашение на портал «{ $company }» принято: { $name } теперь среди сотрудников.
letter-accepted-button = Открыть карточку
letter-accepted-why = Вы получили это письмо, потому что приглашение отправили вы.

letter-declined-subject = От вашего приглашения отказались
letter-declined-heading = { $name }: отказ от приглашения
letter-declined-words = { $name } не присоединится к порталу «{ $company }»: приглашение отклонено, и ссылка из него больше не работает.
letter-declined-button = Открыть приглашение
letter-declined-why = Вы получили это письмо, потому что приглашение отправили вы.
letter-declined-several-subject = От части ваших приглашений отказались
letter-declined-several-heading =
    { $n ->
        [one] { $n } отказ от приглашения
        [few] { $n } отказа от приглашений
       *[many] { $n } отказов от приглашений
    }
letter-declined-several-words =
    { $n ->
        [one] От ваших приглашений на портал «{ $company }» отказался ещё { $n } человек:
        [few] От ваших приглашений на портал «{ $company }» отказались ещё { $n } человека:
       *[many] От ваших приглашений на портал «{ $company }» отказались ещё { $n } человек:
    }
letter-declined-several-button = Открыть отказавшихся
letter-declined-several-why = Вы получили это письмо, потому что приглашали вы. Если за день отказов много, портал собирает новости в одно письмо в час.
letter-seat-missing-subject = Для новичка нет свободного места
letter-seat-missing-heading = { $name } не может войти: места кончились
letter-seat-missing-words = { $name } хочет присоединиться к порталу «{ $company }», но все места по тарифу заняты. Приглашение остаётся в силе: как только место появится, по той же ссылке можно будет войти.
letter-seat-missing-button = Открыть приглашение
letter-seat-missing-why = Вы получили это письмо, потому что отправили приглашение или управляете порталом. Об этом приглашении мы пишем один раз.
letter-new-invitation-asked-subject = Вас просят прислать новое приглашение
letter-new-invitation-asked-heading = { $name } просит новое приглашение
letter-new-invitation-asked-words = Приглашение на портал «{ $company }» больше не действует, а { $name } хочет присоединиться. Если вы согласны, пригласите ещё раз.
letter-new-invitation-asked-button = Открыть приглашение
letter-new-invitation-asked-why = Вы получили это письмо, потому что просьбу отправили со страницы вашего приглашения.

# Ссылка-приглашение: подтверждение и вход.
letter-approval-asked-subject = Новый сотрудник ждёт подтверждения
letter-approval-asked-heading = { $name } ждёт подтверждения
letter-approval-asked-words = { $name } хочет присоединиться к порталу «{ $company }» по ссылке-приглашению. Адрес проверен письмом. Решите, принять ли.
letter-approval-asked-button = Открыть список
letter-approval-asked-why = Вы получили это письмо, потому что можете принимать новых сотрудников.
letter-approved-subject = Вас приняли на портал { $company }
letter-approved-heading = Добро пожаловать на портал «{ $company }»
letter-approved-words = Ваша заявка подтверждена. Войдите с адресом, на который пришло это письмо, и паролем, который вы придумали.
letter-approved-button = Войти
letter-approved-why = Вы получили это письмо, потому что просили о доступе к порталу.
letter-return-asked-subject = Бывший сотрудник просит вернуть ему доступ
letter-return-asked-heading = { $name } просит вернуть доступ
letter-return-asked-words = Бывший сотрудник { $name } хочет снова присоединиться к порталу «{ $company }»: он открыл ссылку-приглашение, адрес проверен письмом. Если вы согласны, примите его обратно в его карточке.
letter-return-asked-button = Открыть карточку
letter-return-asked-why = Вы получили это письмо, потому что можете принимать сотрудников обратно. О просьбах одного человека портал пишет не чаще раза в сутки.
letter-taken-back-subject = Вам вернули доступ к порталу { $company }
letter-taken-back-heading = Вам снова открыт портал «{ $company }»
letter-taken-back-words = Вам вернули доступ к порталу «{ $company }». Войдите с адресом, на который пришло это письмо, и прежним паролем. Если пароль забыт, на странице входа можно получить новый.
letter-taken-back-button = Войти
letter-taken-back-why = Вы получили это письмо, потому что раньше работали на этом портале и вас приняли обратно.
letter-already-employee-subject = Вы уже на портале { $company }
letter-already-employee-heading = У вас уже есть вход на портал «{ $company }»
letter-already-employee-words = Кто-то, скорее всего вы, указал этот адрес на странице присоединения. Присоединяться ещё раз не нужно: войдите. Если пароль забыт, на странице входа можно получить новый.
letter-already-employee-button = Войти
letter-already-employee-why = Если это были не вы, просто удалите письмо: ничего не изменилось.

# Ссылка-приглашение: код, вход, нехватка мест.
letter-joined-subject = По вашей ссылке присоединились
letter-joined-heading = { $name } теперь в компании
letter-joined-words = По вашей ссылке-приглашению на портал «{ $company }» присоединился новый сотрудник: { $name }.
letter-joined-button = Открыть карточку
letter-joined-why = Вы получили это письмо, потому что ссылку создали вы.
letter-joined-several-subject = К порталу присоединились новые сотрудники
letter-joined-several-heading =
    { $n ->
        [one] Присоединился { $n } человек
        [few] Присоединились { $n } человека
       *[many] Присоединились { $n } человек
    }
letter-joined-several-words =
    { $n ->
        [one] По вашим приглашениям на портал «{ $company }» пришёл ещё { $n } сотрудник:
        [few] По вашим приглашениям на портал «{ $company }» пришли ещё { $n } сотрудника:
       *[many] По вашим приглашениям на портал «{ $company }» пришли ещё { $n } сотрудников:
    }
letter-gathered-more =
    { $n ->
        [one] И ещё { $n }: все — в списке сотрудников.
        [few] И ещё { $n }: все — в списке сотрудников.
       *[many] И ещё { $n }: все — в списке сотрудников.
    }
letter-joined-several-button = Открыть сотрудников
letter-joined-several-why = Вы получили это письмо, потому что приглашали вы. Если за день приходит много людей, портал собирает новости в одно письмо в час.
letter-link-seat-missing-subject = Для новичка нет свободного места
letter-link-seat-missing-heading = По ссылке-приглашению не могут войти: места кончились
letter-link-seat-missing-words = { $name } хочет присоединиться к порталу «{ $company }» по ссылке-приглашению, но все места по тарифу заняты. Когда место появится, ссылка снова сработает.
letter-link-seat-missing-button = Открыть список сотрудников
letter-link-seat-missing-why = Вы получили это письмо, потому что создали ссылку или управляете порталом.
letter-seats-missing-subject = Для новичков нет свободных мест
letter-seats-missing-heading =
    { $n ->
        [one] { $n } человек не может войти: места кончились
        [few] { $n } человека не могут войти: места кончились
       *[many] { $n } человек не могут войти: места кончились
    }
letter-seats-missing-words =
    { $n ->
        [one] Ещё { $n } человек хотел присоединиться к порталу «{ $company }», но все места по тарифу заняты. Как только место появится, по той же ссылке можно будет войти.
        [few] Ещё { $n } человека хотели присоединиться к порталу «{ $company }», но все места по тарифу заняты. Как только места появятся, по тем же ссылкам можно будет войти.
       *[many] Ещё { $n } человек хотели присоединиться к порталу «{ $company }», но все места по тарифу заняты. Как только места появятся, по тем же ссылкам можно будет войти.
    }
letter-seats-missing-button = Открыть приглашённых
letter-seats-missing-why = Вы получили это письмо, потому что приглашали этих людей или управляете порталом. Если за день мест не хватило многим, портал собирает новости в одно письмо в час.
letter-address-code-subject = Код для портала { $company }
letter-address-code-heading = Подтвердите адрес
letter-address-code-words = Введите этот код на странице, где вы присоединяетесь к порталу «{ $company }»:
letter-address-code-lifetime = Код действует 10 минут. Никому его не сообщайте.
letter-address-code-why = Вы получили это письмо, потому что кто-то, скорее всего вы, указал этот адрес на странице присоединения. Если это были не вы, просто удалите письмо: ничего не изменится.

# Пароль: ссылка для нового и весть о том, что он изменён.
letter-fact-when = Когда
letter-password-reset-subject = Новый пароль для портала { $company }
letter-password-reset-heading = Придумайте новый пароль
letter-password-reset-words = Кто-то, скорее всего вы, попросил новый пароль для входа на портал «{ $company }». Придумать его можно по ссылке.
letter-password-reset-button = Придумать пароль
letter-password-reset-until = Ссылка действует до { $until } и только один раз.
letter-password-reset-personal = Никому не пересылайте это письмо: по ссылке пароль сменит любой.
letter-password-reset-why = Если просили не вы, просто удалите письмо: пароль останется прежним.
letter-password-changed-subject = Пароль для портала { $company } изменён
letter-password-changed-heading = Пароль изменён
letter-password-changed-words = Пароль для входа на портал «{ $company }» изменён. С прежним паролем больше не войти.
letter-password-changed-not-you = Если это были вы, делать ничего не нужно. Если не вы, сразу попросите новый пароль и напишите администратору портала.
letter-password-changed-button = Это не я: сменить пароль
letter-password-changed-why = Вы получили это письмо, потому что изменился пароль вашей учётной записи.

letter-seats-warning-subject =
    { $held ->
        [0]
            { $used ->
                [one] { $company }: занято { $used } место из { $total }
                [few] { $company }: занято { $used } места из { $total }
               *[many] { $company }: занято { $used } мест из { $total }
            }
       *[other] { $company }: мест { $total }, занято { $used }, за приглашёнными { $held }
    }
letter-seats-warning-heading = Места заканчиваются
letter-seats-warning-words =
    { $held ->
        [0]
            { $free ->
                [0] Заняты все места по тарифу: { $used } из { $total }. Новые сотрудники не смогут присоединиться, пока кто-нибудь не уйдёт или мест не станет больше. Те, кто уже работает, ничего не теряют.
               *[other] Занято мест: { $used } из { $total }, свободно { $free }. Когда места закончатся, новые сотрудники не смогут присоединиться.
            }
       *[other]
            { $free ->
                [0] Мест по тарифу: { $total }. Занято { $used }, за приглашёнными держится { $held }: свободных не осталось. Пригласить ещё можно будет, когда кто-нибудь уйдёт или мест станет больше. Те, кто уже работает, ничего не теряют.
               *[other] Мест по тарифу: { $total }. Занято { $used }, за приглашёнными держится { $held }, свободно { $free }. Когда места закончатся, пригласить новых сотрудников будет нельзя.
            }
    }
letter-seats-warning-held =
    { $n ->
        [one] Место держится за приглашённым: когда он присоединится, оно его ждёт.
       *[other] Места держатся за приглашёнными: когда они присоединятся, места их ждут.
    }
letter-seats-warning-missing =
    { $n ->
        [one] Приглашённых больше, чем мест: { $n } человеку места не хватит.
       *[other] Приглашённых больше, чем мест: { $n } людям места не хватит.
    }
letter-seats-warning-button = Открыть тариф
letter-seats-warning-why = Вы получили это письмо, потому что вы администратор портала компании { $company }.
letter-online-warning-subject = { $company }: одновременно работают { $used } из { $total }
letter-online-warning-heading = Мест для одновременной работы мало
letter-online-warning-words =
    { $free ->
        [0] Одновременно работает столько людей, сколько позволяет тариф: { $total }. Остальные ждут своей очереди. Администраторы входят всегда.
       *[other] Одновременно работают { $used } человек, тариф позволяет { $total }. Когда мест не останется, остальные будут ждать очереди.
    }
letter-online-warning-button = Открыть тариф
letter-online-warning-why = Вы получили это письмо, потому что вы администратор портала компании { $company }.
letter-refused-subject = Ответ на вашу заявку: { $company }
letter-refused-heading = Заявку не подтвердили
letter-refused-words = На портал компании «{ $company }» вас пока не приняли. Если это ошибка, напишите тому, кто прислал вам ссылку.
letter-refused-reason = Почему
letter-refused-why = Вы получили это письмо, потому что просили о доступе к порталу.
# Первый пароль после регистрации.
letter-first-password-subject = Доступ к порталу { $company }
letter-first-password-heading = Добро пожаловать на портал «{ $company }»
letter-first-password-words = Для вас создана учётная запись на портале «{ $company }». Придумайте пароль по ссылке и войдите.
letter-first-password-button = Придумать пароль
letter-first-password-why = Вы получили это письмо, потому что вас добавили на портал. Если вы не знаете эту компанию, просто удалите письмо.
letter-fact-sign-in = Адрес для входа
letter-fact-registrar = Кто добавил

# Смена адреса: ссылка на новый, сообщения на прежний.
letter-fact-asked-by = Кто попросил
letter-address-change-subject = Подтвердите новый адрес для портала { $company }
letter-address-change-heading = Подтвердите новый адрес
letter-address-change-words = Этот адрес хотят использовать для входа на портал «{ $company }». Чтобы адрес сменился, подтвердите его по ссылке.
letter-address-change-button = Подтвердить адрес
letter-address-change-sign-in = Если портал попросит войти, войдите с прежним адресом.
letter-address-change-personal = Никому не пересылайте это письмо: по ссылке адрес подтвердит любой.
letter-address-change-why = Если вы ничего не знаете об этом, просто удалите письмо: ничего не изменится.
letter-address-change-asked-subject = Адрес для портала { $company } хотят сменить
letter-address-change-asked-heading = Ваш адрес хотят сменить
letter-address-change-asked-words = На портале «{ $company }» попросили сменить адрес, с которым вы входите. Он сменится, когда новый адрес подтвердят по ссылке из письма.
letter-address-change-asked-not-you = Если это были вы или администратор по вашей просьбе, делать ничего не нужно. Если нет, сразу смените пароль: смена адреса отменится. И напишите администратору портала.
letter-address-change-asked-button = Это не я: сменить пароль
letter-address-change-asked-why = Вы получили это письмо, потому что входите на портал с этим адресом.
letter-address-changed-subject = Адрес для портала { $company } изменён
letter-address-changed-heading = Ваш адрес изменён
letter-address-changed-words = С этим адресом больше нельзя войти на портал «{ $company }»: вместо него подтверждён другой.
letter-address-changed-not-you = Если вы этого не хотели, сразу напишите администратору портала.
letter-address-changed-why = Вы получили это письмо, потому что входили на портал с этим адресом.
letter-fact-why = Почему
letter-undelivered-subject = Приглашение не доставлено
letter-undelivered-heading = Приглашение не дошло
letter-undelivered-words = Письмо с приглашением на портал «{ $company }» не доставлено: { $name }. Проверьте адрес: когда вы его исправите, приглашение уйдёт снова.
letter-undelivered-refused = Письмо с приглашением на портал «{ $company }» не доставлено: { $name }. Адрес исправлять не нужно: письмо отклонили из-за правил или защиты от спама. Передайте ссылку сами или покажите ответ сервера администратору.
letter-undelivered-open = Открыть приглашение
letter-undelivered-button = Исправить адрес
letter-undelivered-why = Вы получили это письмо, потому что приглашали вы. О каждом адресе мы пишем один раз.
letter-undelivered-several-subject = Часть приглашений не доставлена
letter-undelivered-several-heading =
    { $n ->
        [one] Не дошло { $n } приглашение
        [few] Не дошли { $n } приглашения
       *[many] Не дошли { $n } приглашений
    }
letter-undelivered-several-words =
    { $n ->
        [one] Из ваших приглашений на портал «{ $company }» не доставлено ещё { $n }. Вот причина:
        [few] Из ваших приглашений на портал «{ $company }» не доставлены ещё { $n }. Вот причины:
       *[many] Из ваших приглашений на портал «{ $company }» не доставлены ещё { $n }. Вот причины:
    }
letter-undelivered-several-button = Открыть недоставленные
letter-undelivered-several-why = Вы получили это письмо, потому что приглашали вы. Если за день возвращается много писем, портал собирает новости в одно письмо в час.
