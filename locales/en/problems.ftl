problem-not-found = There is no such thing
problem-not-allowed = The owner of the token may not do this
problem-malformed = The request cannot be read
problem-wrong-host = No portal lives at this address
problem-unauthorized = A valid token is needed: Authorization: Bearer …
problem-too-many-requests = Too many attempts: wait and try again
problem-not-set-up = The portal is not set up yet
problem-busy = The portal is busy: wait and try again
problem-broken = Something broke on our side
problem-method-not-allowed = This address does not take this method
problem-too-large = The request is too large
problem-not-json = Send application/json
problem-idempotency-key = Idempotency-Key must have 1 to 255 letters
problem-idempotency-key-reused = This Idempotency-Key was used for another request
problem-unknown-department = There is no such department
problem-bad-lifetime = The lifetime is out of bounds
problem-over-daily-quota = The quota of letters for a day is used up
problem-over-weekly-quota = The quota of letters for a week is used up
problem-too-many-pending = Too many invitations are open
problem-seats-full = The plan has no free seats
problem-malformed-address = This is no e-mail address
problem-awaiting-approval = Somebody with this address waits for approval
problem-notes-off = The letters of this company carry no personal notes: send the request without note
problem-too-many-links = Too many links are open
problem-most-days =
    { $n ->
        [one] It can be 1 day only.
       *[other] It can be from 1 to { $n } days.
    }
problem-most-uses =
    { $n ->
        [one] It can be 1 use only.
       *[other] It can be from 1 to { $n } uses.
    }
problem-letters-left =
    { $n ->
        [0] There are no letters left.
        [one] There is { $n } letter left.
       *[other] There are { $n } letters left.
    }
problem-invitations-left =
    { $n ->
        [0] No more invitations can be open: revoke those not needed.
        [one] { $n } more invitation can be open.
       *[other] { $n } more invitations can be open.
    }
problem-seats-left =
    { $n ->
        [0] There are no free seats.
        [one] There is { $n } free seat.
       *[other] There are { $n } free seats.
    }
problem-links-open =
    { $n ->
        [one] { $n } link can be open: switch off the one not needed.
       *[other] { $n } links can be open: switch off those not needed.
    }
problem-accepted = The invitation was accepted
problem-declined = The invitee has declined
problem-revoked = The invitation was revoked
problem-expired = The invitation has expired
problem-pending = The invitation is open
problem-already-invited = This address is invited already
problem-already-employee = This address works here already
problem-dismissed = This address belongs to somebody who worked here
problem-already-queued = A letter is waiting to be sent already
problem-link-ended = The link was ended when the database was restored: send the invitation again
problem-just-sent = This letter was sent again a moment ago
problem-too-many-letters = The invitation has had all its letters
problem-written-lately = This address was written to lately
problem-opted-out = This address does not want to be invited
problem-complaint = The owner of this address reported a letter as spam
problem-bad-address = Letters to this address come back
problem-name-taken = There is one of this name already
problem-is-root = The company itself stays where it is
problem-into-itself = A department cannot go into itself
problem-bad-name = The name cannot be used
problem-bad-uses = The number of uses is out of bounds
problem-has-joined = Who has been in the portal can be dismissed, not deleted
problem-not-joined = This person has not joined
problem-last-administrator = The last administrator stays
problem-not-waiting = This person does not wait for approval
problem-department-not-allowed = You have no right to this in these departments
problem-bad-phone = This is no telephone number
problem-bad-birthday = This cannot be a birthday
problem-no-address = The address of this person has gone to somebody else: to take the person back, give a new one in the field “email”
problem-has-address = This person comes back with the address that was theirs: no new one is needed
