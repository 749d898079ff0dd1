# Why a letter has not left: short, beside the state of the letter.
delivery-reason-bad-address = there is no such address
delivery-reason-mailbox-full = the recipient’s mailbox is full
delivery-reason-policy = the recipient’s mail service declined the letter
delivery-reason-throttled = the mail server asks to send more slowly
delivery-reason-greylisted = the recipient’s mail service asks to try again later, a usual check
delivery-reason-server-unreachable = the mail server can’t be reached
delivery-reason-tls-problem = the connection to the mail server could not be secured
delivery-reason-auth-refused = the mail server did not accept the portal’s user name and password
delivery-reason-sender-refused = the mail server does not send from the portal’s address
delivery-reason-too-large = the letter is larger than the mail server accepts
delivery-reason-needs-smtputf8 = the mail server can’t send to addresses with non-Latin letters before the @
delivery-reason-no-answer = the mail server did not say whether it accepted the letter
delivery-reason-not-reached = the recipient’s mail service could not be reached for days
delivery-reason-delayed = the recipient’s mail service has not taken the letter yet, it is still being tried
delivery-reason-other = the mail server did not accept the letter
delivery-reason-kept = there is no mail server, the letter stayed in the portal’s mailbox
