# Страница приглашения и действия с ним.
invitation-badge-none = Ссылка готова
invitation-badge-queued = В очереди
invitation-badge-sending = Отправляется
invitation-badge-sent = Принято сервером
invitation-badge-deferred = Доставка задерживается
invitation-badge-failed = Не доставлено
invitation-badge-unknown = Нет ответа сервера
invitation-badge-accepted = Принято
invitation-badge-declined = Отказался
invitation-badge-revoked = Отозвано
invitation-badge-expired = Истекло
invitation-next-attempt = повтор: { $name }

invitation-timeline = Что было
invitation-server-words = Ответ сервера
invitation-event-queued = Письмо в очереди: { $name }
invitation-event-accepted = Письмо принято почтовым сервером: { $name }
invitation-event-cancelled = Письмо не отправлено, оно больше не нужно: { $name }
invitation-event-waits = Ждём: { $name }
invitation-event-deferred = Доставка задерживается ({ $to }): { $why }
invitation-event-failed = Письмо не доставлено ({ $to }): { $why }
invitation-event-unknown = Письмо могло уйти дважды ({ $to }): { $why }
invitation-fact-created = Создано
invitation-fact-letters = Писем
invitation-fact-note = Слова от себя

invitation-revoke-heading = Отозвать приглашение: { $name }?
invitation-address-title = Исправить адрес
invitation-address-label = Новый e-mail
invitation-address-hint = { $name }: прежняя ссылка перестанет работать, письмо уйдёт на новый адрес.
invitation-address-button = Исправить и отправить
invitation-link-title = Новая ссылка
invitation-link-words = { $name }: все прежние ссылки перестанут работать. Письмо не уйдёт, новую ссылку вы передадите сами.
invitation-link-button = Сделать новую ссылку
invitation-link-made = Новая ссылка готова
invitation-link-once = Скопируйте ссылку сейчас: второй раз мы её не покажем. Передайте её только тому, кого приглашаете.
invitation-link-label = Ссылка-приглашение
invitation-link-until = Действует до { $name }
invitation-departments-title = Изменить отдел
invitation-departments-hint = { $name } окажется в этих отделах сразу, как присоединится.
invitation-extend-title = Продлить
invitation-extend-label = Сколько дней ещё действует
invitation-extend-hint = { $name }: считаем от сегодняшнего дня. Письмо не уйдёт.
invitation-extend-error = Введите число дней от 1 до { $n }
invitation-name-title = Изменить имя
invitation-name-hint = Его увидят коллеги. Приглашённый сможет исправить имя сам.

flash-invitation-resent = Письмо поставлено в очередь. Ссылка прежняя
flash-invitation-revoked = Приглашение отозвано
flash-invitation-corrected = Адрес исправлен, письмо поставлено в очередь
flash-invitation-corrected-silently = Адрес исправлен. Сделайте новую ссылку: прежняя больше не работает
flash-invitation-departments-changed = Отдел изменён
flash-invitation-extended = Срок изменён
flash-invitation-renamed = Имя изменено

flash-address-same = Введите другой адрес: этот уже указан в приглашении
flash-address-invited = Введите другой адрес: на этот уже отправлено приглашение
flash-address-employee = Введите другой адрес: сотрудник с этим адресом уже в компании
flash-address-dismissed = Сотрудник с этим адресом уволен: примите его обратно в списке «Уволенные»

flash-refused-not-allowed = Приглашать сейчас могут только администраторы
flash-refused-already-queued = Письмо уже в очереди, второе не нужно
flash-refused-just-sent = Письмо отправлено меньше часа назад. Дайте ему дойти
flash-refused-too-many-letters = Отправлено три письма, это предел. Попросите администратора или передайте новую ссылку сами
flash-refused-written-lately = На этот адрес недавно писали. Передайте новую ссылку сами или попросите администратора
flash-refused-opted-out = Получатель попросил больше не приглашать его письмом
flash-refused-bad-address = Письма на этот адрес возвращаются. Исправьте адрес
flash-refused-over-day = Ваши письма на сегодня закончились. Продолжите завтра
flash-refused-over-week = Ваши письма на эту неделю закончились
flash-refused-too-many-pending = У вас слишком много открытых приглашений. Отзовите ненужные
flash-refused-seats-full = Мест не осталось. Отзовите другие приглашения или попросите сменить тариф

flash-ended-accepted = Приглашение уже принято
flash-ended-declined = Приглашённый отказался
flash-ended-revoked = Приглашение уже отозвано
flash-ended-expired = Срок приглашения истёк
