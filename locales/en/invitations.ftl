invite-title = Invite by mail
invite-seats-short =
    { $n ->
        [one] Each invitation holds a seat: there is none for { $n } person. Remove addresses or add seats:
       *[other] Each invitation holds a seat: there are none for { $n } people. Remove addresses or add seats:
    }
invite-seats-short-ask =
    { $n ->
        [one] Each invitation holds a seat: there is none for { $n } person. Remove addresses or ask an administrator to add seats.
       *[other] Each invitation holds a seat: there are none for { $n } people. Remove addresses or ask an administrator to add seats.
    }
invite-departments = Choose departments
invite-departments-hint = Whoever accepts the invitation is in these departments at once.
invite-way = How to invite
invite-departments-none = With none chosen they will be in: { $name }.
invite-typed-kept = The addresses you typed are kept: they come back when you choose “By the mail service”.
invite-way-mail-app = From my own mail
invite-way-mail-app-words = Your mail program opens with a ready letter. It comes from your work address, which people trust more.
invite-way-mail-service = By the mail service
invite-way-mail-service-words = The portal sends each person a letter, and you see what became of it.
invite-way-other = Other ways
invite-way-other-words = A link to pass on in a chat or in person.
invite-link-note =
    { $n ->
        [one] A link for { $n } person, until { $until }
       *[other] A link for { $n } people, until { $until }
    }
invite-continue = Continue
invite-back = Back
invite-not-allowed = Not everybody invites
invite-not-allowed-words = You may not invite at present: administrators may, and those whose role allows it. Write to one of the administrators whom to add:
invite-to-employees = To employees
invite-by-link = By link
invite-by-link-words = The portal makes a link: you pass it on.
invite-by-email = By e-mail
invite-by-email-words = A letter from your mail program or from the portal.
more-invited = Invited

invite-mail-app-title = A letter from my own mail
invite-mail-app-lead = You write the addresses in your mail program. The portal does not see to whom the letter goes: people appear in the list once they join by the link in it.
invite-subject = Subject
invite-text = Text of the letter
invite-text-hint = You can change the text here and in your mail program. The link goes where { $name } stands.
invite-fits = Fits into the letter
invite-over = Does not fit whole: a short text will open
invite-no-mail-app = Mail is not set up on my phone
invite-no-mail-app-desk = Mail is not set up on my computer
invite-text-control-character = There is an invisible character in the text. Type that place again.
invite-text-too-long = The text is too long. Shorten it.
invite-no-right = An administrator has just switched inviting off for employees. Your text is kept: ask an administrator to invite, or to switch it on again.
invite-department-gone = The department was deleted meanwhile. Go back and choose another.
invite-fit-short = Your text does not fit into the letter as a whole, so a short one will open. The full text is below: copy it.
invite-fit-link-only = Your text does not fit into the letter, so a letter with the link alone will open. The full text is below: copy it.
invite-link-put-back = There was no [link] in the text, so the link stands at its end.
invite-subject-put-back = The letter had no subject, so the usual one stands there: “{ $name }”.
invite-ready-title = The letter is ready
invite-open-mail = Open mail
invite-ready-words =
    { $n ->
        [one] The link works until { $until }; up to { $n } person can join by it.
       *[other] The link works until { $until }; up to { $n } people can join by it.
    }
invite-fallback = Mail did not open?
invite-fallback-words = Copy the text or the link and send it as you like. Or leave the letters to the portal.
invite-copy-text = Copy text
invite-copy-link = Copy link
invite-copied = Copied
invite-link = Link
invite-share = Share
invite-mail-service = The portal’s mail service
invite-my-links = My links
invite-link-page = QR code and who joined
invite-to-invited = To the invited

invite-addresses = Enter the e-mail addresses of those you want to invite
invite-addresses-hint = Separated by spaces, commas or lines, with names if you like: Peter Miller peter@example.org. Up to 1,000 addresses.
invite-addresses-count = Addresses:
invite-addresses-empty = Enter at least one address, like name@company.com

invite-review = Check before sending
invite-back-addresses = Back to the addresses
invite-check = Check again
invite-repeats =
    { $n ->
        [one] Repeats are left out: { $n } address was there once more.
       *[other] Repeats are left out: { $n } addresses were there once more.
    }
invite-mended = The corrected addresses are among those that will be sent. Look at them and send.
invite-mend-left = Whoever is not corrected gets no invitation.
invite-pile-mend = Correct these
invite-pile-ready = Will be sent
invite-pile-no-room = Not enough seats
invite-no-room =
    { $n ->
        [0] No seat is free: nothing is sent until there is one.
        [one] There is a seat for { $n } person. While the list is longer, nothing is sent.
       *[other] There are seats for { $n } people. While the list is longer, nothing is sent.
    }
invite-pile-invited = Invited already
invite-pile-settled = Will not be sent
invite-nobody-ready = There is nobody to send to yet. Correct the addresses or add others.
invite-characters = characters
invite-into = They will be in: { $name }
invite-names-hint = Write the names of the employees: colleagues will see them.
invite-row-address = Address
invite-row-name = Name for { $name }
invite-row-name-hint = Name
invite-row-remove = Remove { $name }
invite-row-fix = Correct it
invite-row-keep = Keep as it is
invite-language = Language of the letters
invite-letter = What the letter looks like
invite-show-more = Show more:
invite-send =
    { $n ->
        [one] Send { $n } invitation
       *[other] Send { $n } invitations
    }
invite-fate-already-invited = an invitation was sent already
invite-fate-kept = the letter stayed in the portal's mailbox: nobody got it
invite-fate-not-delivered = the letter was not delivered: { $name }
invite-open = Open the invitation
invite-fate-complaint = reported a letter as spam
invite-fate-already-employee = works here already
invite-fate-awaiting-approval = waits for approval
invite-fate-dismissed = dismissed
invite-fate-dismissed-ask = dismissed: an administrator can take the person back or free the address ({ $name })
invite-fate-opted-out = asked not to be invited any more
invite-fate-bad-address = a letter to this address came back
invite-fate-written-lately = was written to lately: possible again in two weeks
invite-fate-too-many-letters = has been sent all letters: ask an administrator
invite-approve = Approve
invite-alike-listed = Looks like an address of this list: { $name }. Check whether it is the same person.
invite-alike-invited = Looks like somebody invited: { $name }. Check whether it is the same person.
invite-alike-employee = Looks like an employee: { $name }. Check whether it is the same person.
invite-bad-lifetime = An invitation lives 1 to { $n } days.
invite-over-daily =
    { $n ->
        [0] Your letters for today are used up. The list is kept: send it tomorrow, or ask an administrator.
       *[other] You can send { $n } more today. Remove some addresses, or ask an administrator.
    }
invite-over-weekly =
    { $n ->
        [0] Your letters for this week are used up. The list is kept: send it later, or ask an administrator.
       *[other] You can send { $n } more this week. Remove some addresses, or ask an administrator.
    }
invite-too-many-pending = Too many of your invitations are still open. You can send { $n } more: revoke old ones, or ask an administrator.
invite-seats-full = An invitation holds a seat, and { $n } are free. Nothing was sent: remove some addresses.

invite-batch-heading =
    { $n ->
        [0] Nobody was invited
        [one] Sending { $n } invitation
       *[other] Sending { $n } invitations
    }
invite-batch-waits =
    { $n ->
        [one] { $n } invitation is waiting to be sent
       *[other] { $n } invitations are waiting to be sent
    }
invite-batch-undone =
    { $n ->
        [one] { $n } invitation called back
       *[other] { $n } invitations called back
    }
invite-batch-progress = Sent { $count } of { $all }
invite-batch-progress-returned = Sent { $count } of { $all }, of these { $returned } came back
invite-batch-progress-kept = In the portal’s mailbox { $count } of { $all }
invite-batch-sent =
    { $n ->
        [one] { $n } invitation sent
       *[other] { $n } invitations sent
    }
invite-batch-kept =
    { $n ->
        [one] { $n } invitation in the portal’s mailbox
       *[other] { $n } invitations in the portal’s mailbox
    }
invite-batch-progress-undelivered = { $count } not delivered
invite-batch-progress-stopped = { $count } stopped
invite-batch-progress-unknown = { $count } without an answer
invite-batch-progress-revoked = { $count } revoked
invite-batch-unanswered = The mail server did not answer to all invitations
invite-batch-stopped = The letters were stopped: the database was restored from a backup
invite-batch-returned = Invitations sent, but not all delivered
invite-batch-partly = Not all invitations were sent
invite-batch-paused = Sending is paused. The invitations leave when an administrator ends the pause.
invite-batch-held-up = No letter leaves at present: { $why }. Next attempt: { $next }.
invite-batch-behind = Of those sent, { $n } did not arrive yet: { $why }.
invite-batch-uncertain =
    { $n ->
        [one] Of { $n } letter it is not known yet whether it arrived: { $why }.
       *[other] Of { $n } letters it is not known yet whether they arrived: { $why }.
    }
invite-batch-delayed =
    { $n ->
        [one] { $n } letter is delayed: { $why }. The portal tries again by itself.
       *[other] { $n } letters are delayed: { $why }. The portal tries again by itself.
    }
invite-kept = No mail server is connected: nobody will get the portal’s letters and codes, they stay in its mailbox.
invite-kept-settings = Connect a server
invite-local = Links lead to { $name }, which opens on this computer only. On other devices they will not work.
invite-local-settings = Name the portal’s address
invite-kept-ask = Tell an administrator.
invite-leave = You can leave this page: sending goes on.
invite-refresh = Refresh
invite-undo-before = The letters leave in
invite-undo-after = s
invite-undo = Take back
invite-again = Mend the list
invite-refused = Not invited
invite-mend-refused = Correct and invite
invite-more = Invite more
flash-invite-undone =
    { $n ->
        [one] { $n } invitation called back: the letter has not left.
       *[other] { $n } invitations called back: the letters have not left.
    }
flash-invite-too-late = There is nothing to call back: the letters have left. Invitations can be revoked in the list.
invite-badge-withdrawn = Called back
invite-badge-none = Without a letter
invite-badge-queued = Queued
invite-badge-sending = Being sent
invite-badge-sent = Accepted by the server
invite-badge-deferred = Delayed
invite-badge-failed = Not delivered
invite-badge-unknown = The server did not answer
invite-reason-already-invited = invited already
invite-reason-already-employee = works here already
invite-reason-awaiting-approval = waits for approval
invite-reason-dismissed = dismissed
invite-reason-opted-out = asked not to be invited any more
invite-reason-bad-address = a letter to this address came back
invite-reason-written-lately = was written to lately
invite-reason-too-many-letters = has been sent all letters
invite-reason-to-mend = the address was not corrected

invite-link-max = How many people can join
invite-link-days = How many days it works
invite-link-make = Make a link
invite-link-bad-uses = Write a number from 1 to { $n }
invite-link-bad-days = Write a number of days from 1 to { $n }
invite-departments-gone = The department that was chosen is gone. Choose another.
invite-departments-not-allowed = You cannot invite into: { $name }. Choose another department.
invite-department-not-allowed = Choose another department: you cannot invite into this one
invite-suppression = Why, and write again
