sign-in-title = Sign in
sign-in-email = Your e-mail
sign-in-password = Password
sign-in-button = Sign in
sign-in-forgotten = Forgot your password?
sign-in-wrong = The address or the password does not fit. Check the keyboard layout, or ask for a new password.
sign-in-dismissed = Your access to the portal has ended. An administrator can restore it.
sign-in-awaiting-kept = You have not been let in yet. This portal does not send letters yet: ask an administrator.
sign-in-awaiting = You have not been let in yet. We will write to you when it happens.
password-show = Show
password-hide = Hide
flash-signed-out = You have signed out. See you soon!

# A forgotten password: asking for a letter, the new password.
reset-title = Forgot your password?
reset-lead = Give the e-mail that you sign in with: we will send a link for choosing a new password.
reset-button = Get the letter
reset-remembered = Remembered it?
reset-asked = Check your mail
reset-asked-kept = Ask an administrator
reset-asked-kept-words = The portal has no mail server yet. If { $email } can sign in, the letter with the link stays in the portal's own mailbox: an administrator finds it there and passes the link on. It works for an hour. One address is written to every five minutes at the most.
reset-asked-words = If { $email } can sign in to the portal, a letter with a link is on its way. The link works for an hour.
reset-asked-nothing = No letter after a few minutes? One address is written to every five minutes at the most. Look into the spam folder, and check that this is the right address. If that does not help, write to an administrator of the portal.
reset-way-back = Back to signing in
reset-way-other = Give another address
reset-way-ask = Ask for a new letter
reset-way-sign-in = Sign in
reset-unknown = This link does not fit
reset-unknown-words = Check that you copied all of it from the letter, or ask for a new letter.
reset-expired = The link has ended
reset-expired-words = It works for an hour. Ask for a new letter and open the link in that one.
reset-used = The password was changed by this link already
reset-used-words = If it was you, sign in with the new password. If it was not, ask for a new letter and change the password once more.
reset-dismissed = Your access has ended
reset-dismissed-words = The link is right, but you do not work on this portal any more. An administrator can restore your access.
reset-replaced = This link does not work any more
reset-replaced-words = There was a newer letter after it, or the password has been changed. Open the newest letter, or ask for one more.
new-password-title = New password
new-password-label = Choose a password
new-password-button = Save the password
new-password-sessions = Then sign in again, on this device and on the others.
flash-new-password = The new password is saved. Sign in with it.

waiting-title = All places are taken
waiting-joined = You have joined the company: your password is saved. Now wait for a place.
waiting-words = People who can be at work at the same time: { $most }. At work now: { $online }.
waiting-ahead =
    { $n ->
        [one] { $n } person is waiting before you.
       *[other] { $n } people are waiting before you.
    }
waiting-next = You are next in the queue.
waiting-next-over =
    { $n ->
        [one] Nobody is waiting before you. You enter when { $n } person has stopped working.
       *[other] Nobody is waiting before you. You enter when { $n } people have stopped working.
    }
waiting-free = A place is free
waiting-press = Press “Enter”.
waiting-enter = Enter
waiting-fine = Just leave this page open: as soon as a place is free the portal opens by itself (with JavaScript switched off, press “Enter”). Whoever closes it for more than two minutes loses the turn. Administrators always enter.
# The first password after being registered.
first-password-title = Choose a password
reset-expired-first = The link has ended
reset-expired-first-words = It works for a week. Ask for a new letter: it will come to the same address.

# Another address, confirmed by the link in a letter.
new-address-title = New address
new-address-lead = From now on you will sign in to the portal with { $name }.
new-address-button = Confirm the address
new-address-fine = All other devices will be signed out.
new-address-way = Open the profile
new-address-unknown = This link does not fit
new-address-unknown-words = Check that you copied all of it from the letter, or send the letter again from your profile.
new-address-expired = The link has ended
new-address-expired-words = It works for a day. Send the letter again from your profile.
new-address-used = The address is confirmed already
new-address-used-words = Sign in to the portal with the new address.
new-address-replaced = This link does not work any more
new-address-replaced-words = The change was withdrawn, or a new password or a newer letter came after it. If the address is still to be changed, send the letter from your profile.
new-address-taken = The address is taken by now
new-address-taken-words = While the letter was on its way somebody else got this address. You sign in with the present one.
new-address-somebody-else = The link is for another employee
new-address-somebody-else-words = Whoever asked for the new address confirms it. Sign out, sign in with your present address, and open the link again.
