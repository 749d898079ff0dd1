# The queue of letters.
queue-title = Queue of letters
queue-server = Mail server
queue-server-since = No letter has got through since { $since }: { $reason }. Next try: { $next }.
queue-server-waits = Letters wait: { $reason }. Next try: { $next }.
queue-server-waits-some = { $count } of the letters wait because { $reason }. Next try: { $next }. The others have reasons of their own: see “Put off”.
queue-server-idle = Nothing is in the way, but sending is paused
queue-server-rests = Until then the portal leaves the server alone.
queue-server-rests-paused = Until then the portal leaves the server alone; after it, as long as the pause lasts, it sends nothing but codes, passwords and trial letters.
queue-server-rests-sign-in = Until then the portal leaves the server alone, so that it does not lock the account.
queue-server-rests-limit = Until then the portal sends nothing but codes and passwords, so that the server does not limit it further.
queue-server-rests-policy = The server refused several letters in a row, so the portal stopped the others as well, all but codes and passwords. Check the DNS records and the limits of the server; its answers are under “Not delivered”.
queue-server-rests-relay = The server refused to pass on several letters in a row, so the portal stopped the others as well, all but codes and passwords. Enter a name and a password in the mail settings, or ask who looks after the server to let the portal’s machine send.
queue-server-rests-sender = The server refused the sender’s address at several letters in a row, so the portal stopped the others as well, all but codes and passwords. Enter an address in the mail settings that the server lets the portal write from.
queue-server-rests-bulk = Until then the portal sends nothing but codes and passwords.
queue-sending = Sending
queue-goes = Letters leave as they are ready
queue-waits = There is no pause: letters wait for a server to take them
queue-stands = Paused since { $since }
queue-stands-by = Paused since { $since } by { $name }
queue-pause = Pause
queue-pause-now = Stop sending
queue-pause-hint = Invitations and notices will wait as long as it takes. Codes, password links and trial letters leave as usual.
queue-resume = Go on sending
queue-reason = Reason (optional)
queue-reason-problem = Shorten the reason to { $n } characters, and take out links and invisible characters
flash-queue-paused = Sending is stopped
flash-queue-resumed = Sending goes on
queue-restored =
    The database was restored from a backup of { $when }. { $count ->
        [0] It holds no letter worth sending. Go on sending?
        [one] { $count } letter waited then and may have left since. Send it?
       *[other] { $count } letters waited then and may have left since. Send them?
    }
queue-restored-hint = Until you answer, invitations and notices wait. If they are sent, some people may get a letter for the second time. If not, the invitations stay: each can be sent again.
queue-restored-in-vain =
    { $n ->
        [one] { $n } letter that invites does not leave: its link does not work any more. Send that invitation again.
       *[other] { $n } letters that invite do not leave: their links do not work any more. Send those invitations again.
    }
queue-restored-send = Send and go on
queue-restored-withdraw = Don’t send and go on
flash-waiting-answered = This was answered already
flash-waiting-withdrawn =
    { $n ->
        [0] Sending goes on
        [one] Sending goes on without { $n } letter of the backup
       *[other] Sending goes on without { $n } letters of the backup
    }
flash-queue-retried =
    { $n ->
        [one] The portal sends { $n } letter again
       *[other] The portal sends { $n } letters again
    }
flash-queue-none-left = There are no such letters in the queue any more: they left, ended or wait for something else
flash-queue-stood = Sending is paused: the letters leave when the pause ends
flash-queue-gone = This letter does not wait for another try any more: look what became of it
queue-piles = Letters by state
queue-pile-queued = Queued
queue-pile-sending = Being sent
queue-pile-deferred = Put off
queue-pile-failed = Not delivered
queue-pile-unknown = No answer
queue-about-queued = They wait for their turn. Letters that somebody waits for at a screen leave first.
queue-about-sending = The mail server is taking them now.
queue-about-deferred = The server did not take them at once, or could not be reached. The portal tries again by itself, for up to three days.
queue-about-failed = Of the last 30 days: no server took them, or they came back later. They will not leave by themselves. Open an invitation to correct its address or send it again. A letter about a first password is sent again from the employee's page; a code or a link to a new password people ask for themselves.
queue-about-unknown = Of the last 30 days. The server did not say whether it took the letter, or sending was interrupted on the portal’s side. The portal repeats such a one no more than once, with the same link, and not at all after a backup was put back: see “Next attempt”.
queue-returned = sent, but came back: { $name }
queue-more-than = more than { $name }
queue-reasons = Why they were put off
queue-all-reasons = All reasons
queue-none = No letters here
queue-none-words = The list refreshes by itself.
queue-column-to = To
queue-column-why = What is in the way
queue-column-since = Created
queue-column-attempts = Attempts
queue-column-next = Next attempt
queue-next = now
queue-next-paused = after the pause
queue-never = none
queue-retry = Try now
queue-retry-of = Try now: { $name }
queue-retry-all = Try all with this reason now
queue-kind-other = Letter of the portal
queue-kind-template-trial = Trial of a template
queue-kind-invitation = Invitation
queue-kind-reminder = Reminder of an invitation
queue-kind-accepted = Invitation accepted
queue-kind-seat-missing = No seat
queue-kind-new-invitation-asked = Wish for a new invitation
queue-kind-approval-asked = Waits for approval
queue-kind-taken-back = Access is back
queue-kind-return-asked = Wish to come back
queue-kind-approved = Approval
queue-kind-refused = Refusal
queue-kind-already-employee = An employee already
queue-kind-joined = Came by a link
queue-kind-joined-several = Several came by a link
queue-kind-link-seat-missing = No seat by a link
queue-kind-seats-missing = No seats
queue-kind-address-code = Code for an address
queue-kind-password-reset = New password
queue-kind-password-changed = Password changed
queue-kind-first-password = First password
queue-kind-address-change = Change of address
queue-kind-address-change-asked = Wish to change the address
queue-kind-address-changed = Address changed
queue-kind-seats-warning = Seats run short
queue-kind-online-warning = At work at once: nearly full
queue-chart = Letters of 14 days
queue-chart-none = No letter has left by a mail server in 14 days.
queue-chart-accepted = Taken by the server
queue-chart-returned = Of these, came back
queue-chart-failed = Not sent
queue-chart-all = taken by the server { $accepted }, of these came back { $returned }, not sent { $failed }
queue-chart-today = Taken today: { $name }
