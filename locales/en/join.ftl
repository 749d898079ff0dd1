# The invitee's pages.
join-title = Invitation
join-heading = { $name } invites you to the { $company } portal
join-departments =
    { $n ->
        [one] Department:
       *[other] Departments:
    }
join-email = Your e-mail
join-name = First and last name
join-name-empty = Enter your first and last name
join-name-hint = This is how colleagues will see you.
join-password = Choose a password
join-language = The portal will be in English. Language and time zone can be changed in your profile.
join-button = Join
join-until = The invitation works until { $until }.
join-stranger = Don’t know the sender?
join-not-me = Decline

join-way-sign-in = Sign in
join-way-sign-out = Sign out and join
join-way-stay = To the portal
join-way-look-again = See whether there is a seat
join-way-tell = Tell them a seat is needed
join-way-ask = Ask for a new invitation
join-way-undo = Undo: let them invite me

join-unknown = This link opens no invitation
join-unknown-words = Check that you copied all of it from the letter. If you were written to more than once, open the newest letter: links from earlier ones may have been replaced. If that does not help, ask whoever invited you for a new invitation. Have you joined already? Then sign in.
join-somebody-else = You are signed in already
join-somebody-else-words = { $me } is signed in on this device, and the invitation is for { $email }. Sign out first to accept it.
join-inside = You are in the company already
join-inside-words = { $me } is signed in on this device. If somebody else wants to join by the link, sign out first.
join-full = There is no free seat yet
join-full-words = Every seat of the company’s plan is taken. The invitation stays until { $until }: when a seat is free, come back by the same link. We can tell the inviter and the administrators.
join-full-told = We have told them that you need a seat
join-full-told-words = { $name } and the administrators of the portal get a letter. The invitation stays until { $until }: when a seat is free, come back by the same link.
join-accepted = The invitation was accepted already
join-accepted-words = You have joined. Sign in with the password that you chose then.
join-used = The invitation was accepted already
join-used-words = The invitation for { $email } works once. { $me } is signed in on this device.
join-already = You are on the portal already
join-already-words = This address has an account. There is no need to join again: sign in.
join-revoked = The invitation was taken back
join-revoked-words = If this surprises you, ask for a new one: { $name } gets a letter and can invite you again.
join-declined = You have declined the invitation
join-declined-words = Nobody will see you in the list of employees, and there will be no more letters about this invitation. If you change your mind, ask for a new one: { $name } gets a letter.
join-expired = The invitation has ended
join-expired-words = Ask for a new one: { $name } gets a letter and can invite you again.
join-administrator = The administrator of the portal
join-asked = Your request is passed on
join-asked-words = { $name } gets a letter with your request. If you are invited again, the invitation will come to the same address.

join-ask-own-silence = Earlier you asked not to be invited at { $name } any more. Ask for a new invitation, and you can be invited again.
join-ask-kept-silence = At present the portal does not write to { $name }: only an administrator of the portal can decide otherwise. Your wish goes to the administrators.
join-asked-own-silence = Your earlier wish not to be invited any more no longer stands.

join-decline-title = Decline the invitation?
join-decline-words = { $name } invites you to the { $company } portal. If you decline, the link in the letter stops working, and whoever invited you is told.
join-decline-button = Decline

join-stop-title = No more invitations?
join-stop-words = The { $company } portal will send no more invitations to { $email }. The present one, if there is one, will be declined.
join-stop-button = Do not invite me any more
join-stop-fine = This is about invitations of this company only.
join-stopped = No more invitations
join-stopped-words = The { $company } portal will not send invitations to { $email }.
join-stopped-undo = Changed your mind? Then you can be invited again; the earlier invitation stays declined.
join-listening = You can be invited again
join-listening-words = The { $company } portal may write to { $email } again. The earlier invitation stays declined: to join, ask whoever invited you for a new one.
join-not-listening = The portal does not write to this address yet
join-not-listening-words = Letters to { $email } came back, or were reported as spam. Only an administrator of the { $company } portal can allow them again: please write to one.

join-welcome = Welcome
join-welcome-heading = Welcome, { $name }!
join-welcome-where =
    { $n ->
        [one] You have joined { $company }. Your department: { $departments }.
       *[other] You have joined { $company }. Your departments: { $departments }.
    }
join-welcome-colleagues = Your colleagues
join-welcome-employees = All employees
join-welcome-profile = Fill in your profile

# Join links: address, code, name and password.
join-address-heading = Join the { $company } portal
join-address-words = Give your e-mail: we will send a code to it.
join-address-approval = Then the company decides whether to let you in.
join-address-hint = You will sign in with this address.
join-address-button = Get the code
join-address-already = Have you joined already?
join-code-title = Type the code from the letter
join-code-words = We have sent a letter with a code of six digits to { $email }. It takes up to a minute; look into the spam folder too.
join-code-kept = The portal has no mail server yet: the letter with the code stays in the portal’s own mailbox. An administrator of the portal can read the code there and tell it to you. If there is no letter to { $email }, the administrator should look through the addresses that the portal does not write to.
join-code-delayed = The letter with the code has not left for { $email } yet: { $why }. The portal tries again by itself: wait, or give another address.
join-code-failed = The letter with the code was not delivered to { $email }: { $why }. Check the address or give another one.
join-code-label = Code from the letter
join-code-button = Continue
join-code-resend = Send it again
join-code-other = Another address
join-code-wrong = Check the code: it is not the one in the last letter
join-code-dead = Ask for a new code: this one has expired or was mistyped too often
join-code-sent = A new code is on its way. The one before does not work any more.
join-code-wait = Wait a minute after the last letter
join-code-enough = Too many codes were typed for this address today. Try again tomorrow, or ask whoever sent the link for a personal invitation
join-letters-enough = Many letters went to this address today. Type the code from the last one, try again tomorrow, or ask whoever sent the link for a personal invitation
join-link-off = This link is switched off
join-link-off-words = Ask whoever sent it for a new one. If you have joined already, sign in.
join-link-expired = The link has ended
join-link-expired-words = Ask whoever sent it for a new one. If you have joined already, sign in.
join-link-used-up = Everybody this link was for has joined
join-link-used-up-words = The link is for a certain number of people. Ask whoever sent it for a new one. If you have joined already, sign in.
join-link-full = There is no free seat yet
join-link-full-words = Every seat of the company’s plan is taken. Tell whoever sent the link, and come back later. If you have joined already, sign in.
join-link-full-told = There is no free seat yet
join-link-full-told-words = Every seat of the company’s plan is taken. We have told the inviter and the administrators: come back later by the same link.
join-will-wait = After that the company decides whether to let you in, and we will write to you: you can sign in then.
join-waiting = Waiting for approval
join-waiting-words = Your address is confirmed. Now the company decides whether to let you in; we will write to you when it happens.
join-dismissed = Your request has been passed on
join-dismissed-words = You used to work at this company, so there is no need to join again. Those who can restore your access have been written to. If they do, you will get a letter, too.
join-dismissed-kept = An administrator can restore your access
join-dismissed-kept-words = You used to work at this company, so there is no need to join again. Your request is noted on the portal, but it does not send letters yet: tell an administrator yourself.
join-waiting-kept = Waiting for approval
join-waiting-kept-words = Your address is confirmed. Now the company decides whether to let you in. This portal does not send letters yet: ask whoever gave you the link.
