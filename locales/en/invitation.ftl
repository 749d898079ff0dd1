# The page of an invitation and what is done to it.
invitation-badge-none = Link ready
invitation-badge-queued = Queued
invitation-badge-sending = Being sent
invitation-badge-sent = Accepted by server
invitation-badge-deferred = Delayed
invitation-badge-failed = Not delivered
invitation-badge-unknown = No answer from server
invitation-badge-accepted = Accepted
invitation-badge-declined = Declined
invitation-badge-revoked = Revoked
invitation-badge-expired = Expired
invitation-next-attempt = next try: { $name }

invitation-timeline = What happened
invitation-server-words = The server’s answer
invitation-event-queued = Letter queued: { $name }
invitation-event-accepted = Letter accepted by the mail server: { $name }
invitation-event-cancelled = Letter not sent, no longer needed: { $name }
invitation-event-waits = Waiting: { $name }
invitation-event-deferred = Delivery delayed ({ $to }): { $why }
invitation-event-failed = Letter not delivered ({ $to }): { $why }
invitation-event-unknown = The letter may go out twice ({ $to }): { $why }
invitation-fact-created = Created
invitation-fact-letters = Letters
invitation-fact-note = Personal note

invitation-revoke-heading = Revoke the invitation of { $name }?
invitation-address-title = Correct the address
invitation-address-label = New e-mail
invitation-address-hint = { $name }: the old link will stop working, a letter goes to the new address.
invitation-address-button = Correct and send
invitation-link-title = New link
invitation-link-words = { $name }: all earlier links will stop working. No letter is sent; you hand over the new link yourself.
invitation-link-button = Make a new link
invitation-link-made = The new link is ready
invitation-link-once = Copy the link now: it is not shown again. Give it only to the person you invite.
invitation-link-label = Invitation link
invitation-link-until = Valid until { $name }
invitation-departments-title = Change the department
invitation-departments-hint = { $name } will be in these departments as soon as they join.
invitation-extend-title = Extend
invitation-extend-label = Days from today
invitation-extend-hint = { $name }: counted from today. No letter is sent.
invitation-extend-error = Enter a number of days from 1 to { $n }
invitation-name-title = Change the name
invitation-name-hint = Colleagues will see it. The invitee can correct it.

flash-invitation-resent = A letter is queued. The link is the same
flash-invitation-revoked = Invitation revoked
flash-invitation-corrected = Address corrected, a letter is queued
flash-invitation-corrected-silently = Address corrected. Make a new link: the old one no longer works
flash-invitation-departments-changed = Department changed
flash-invitation-extended = Validity changed
flash-invitation-renamed = Name changed

flash-address-same = Enter another address: the invitation has this one already
flash-address-invited = Enter another address: this one has been invited
flash-address-employee = Enter another address: an employee has this one
flash-address-dismissed = An employee with this address was dismissed: take them back in the list “Dismissed”

flash-refused-not-allowed = Only administrators may invite at present
flash-refused-already-queued = A letter is already queued, another one is not needed
flash-refused-just-sent = A letter was sent less than an hour ago. Give it time to arrive
flash-refused-too-many-letters = Three letters have been sent, which is the limit. Ask an administrator or hand over a new link yourself
flash-refused-written-lately = This address was written to lately. Hand over a new link yourself or ask an administrator
flash-refused-opted-out = The recipient has asked not to be invited by letter any more
flash-refused-bad-address = Letters to this address come back. Correct the address
flash-refused-over-day = You have no letters left for today. Go on tomorrow
flash-refused-over-week = You have no letters left for this week
flash-refused-too-many-pending = You have too many open invitations. Revoke those not needed
flash-refused-seats-full = No seats left. Revoke other invitations or ask for another plan

flash-ended-accepted = The invitation has been accepted
flash-ended-declined = The invitee has declined
flash-ended-revoked = The invitation has been revoked
flash-ended-expired = The invitation has expired
