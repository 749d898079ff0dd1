failure-way-on = Go to the home page
failure-not-found = There is no such page
failure-not-found-words = It may have been removed, or the address has a typo.
failure-forbidden = This needs other rights
failure-forbidden-words = Not everybody may do this. Ask an administrator of the portal.
failure-cross-site = This came from another site
failure-cross-site-words = The portal takes forms from its own pages only. Open the page here and fill it in again.
failure-malformed = The request could not be read
failure-malformed-words = Go back and try again: what you typed is still in the form.
failure-wrong-method = This address only takes a form
failure-wrong-method-words = Go to the page with the form and send it from there.
failure-too-large = This is too much at once
failure-too-large-words = Nothing was saved. Go back in the browser and send less: addresses in parts of up to 256 KB, a photo of up to 10 MB.
failure-wrong-host = There is no portal at this address
failure-wrong-host-words = Open the portal by the address in your invitation, or ask a colleague.
failure-wrong-setup-link = This setup link is not the one
failure-wrong-setup-link-words = Its code is incomplete, or a newer one has taken its place. Copy the whole link from the server’s log, or print a new one by the command collega setup-link.
failure-not-set-up = The portal is not set up yet
failure-not-set-up-words = Open the setup link: it is printed in the server’s log. The command collega setup-link prints a new one.
failure-sign-in-first = Sign in first
failure-sign-in-first-words = You were signed out meanwhile. What you typed is kept: sign in and send it.
failure-sign-in-aside = Sign in in a new tab
failure-again = Try again
failure-too-many = Too many attempts
failure-too-many-words =
    { $n ->
        [one] Try again in { $n } second.
       *[other] Try again in { $n } seconds.
    }
failure-too-many-minutes =
    { $n ->
        [one] Try again in { $n } minute.
       *[other] Try again in { $n } minutes.
    }
failure-too-many-hours =
    { $n ->
        [one] Try again in { $n } hour.
       *[other] Try again in { $n } hours.
    }
failure-busy = The portal is busy
failure-busy-words = Wait a few seconds and try again. Nothing is lost.
failure-broken = Something broke on our side
failure-broken-words = We have noted what happened. Try again, or tell an administrator this number: { $number }.
held-title = You are signed in again
held-words = What you typed is still here. Send it, and go on where you were.
held-send = Send what I typed
failure-wait-for-place = All places are taken
failure-wait-for-place-words = As many people are at work as the plan allows. What you typed is kept here: send it again once a place is free.
