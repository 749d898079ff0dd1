# Addresses that are not written to.
suppressions-title = Кому портал не пишет
suppressions-lead = На эти адреса не уйдёт ни одно приглашение, пока сам человек по ссылке из письма или администратор не разрешит писать снова.
suppressions-none = Таких адресов нет
suppressions-none-words = Здесь появятся адреса, которых не существует, и люди, которые попросили им не писать.
suppressions-search = Начало адреса
suppressions-find = Найти
suppressions-all = Показать все
suppressions-not-found = Такого адреса здесь нет
suppressions-not-found-words = Портал может на него писать. Проверьте начало адреса.
suppressions-address = Адрес
suppressions-why = Почему
suppressions-since = С какого дня
suppressions-count =
    { $n ->
        [one] { $n } адрес
        [few] { $n } адреса
       *[many] { $n } адресов
    }
suppression-opted-out = попросил не писать
suppression-complaint = пожаловался на письмо
suppression-bad-address = адреса нет
suppression-lift = Писать снова
suppression-lift-wish = Человек сам попросил ему не писать. Разрешайте, только если он об этом знает: второе нежеланное письмо он отметит как спам, и письма перестанут доходить до всех.
suppression-lift-complaint = Человек отметил письмо портала как спам. Разрешайте, только если он попросил об этом сам: после второй жалобы письма перестанут доходить до всех.
suppression-lift-address = Почтовый сервер ответил, что такого ящика нет. Если его завели, разрешите писать. Если в адресе опечатка, исправьте её в приглашении.
suppression-lift-reason = Почему
suppression-lift-reason-hint = Останется в журнале вместе с вашим именем
suppression-lift-bad-reason = Запишите причину одной строкой обычного текста, не длиннее { $n } знаков
suppression-lift-no-reason = Напишите, почему на этот адрес снова можно писать
flash-suppression-lifted = { $name }: портал снова может писать на этот адрес
flash-suppression-gone = На этот адрес портал уже может писать
settings-suppressions-words = Отказались или не существуют: приглашения туда не уходят
