# Addresses that are not written to.
suppressions-title = Addresses not written to
suppressions-lead = No invitation goes to these addresses until the person, by the link in a letter, or an administrator allows it again.
suppressions-none = There are none
suppressions-none-words = Addresses that do not exist and people who asked not to be written to will be listed here.
suppressions-search = Beginning of the address
suppressions-find = Find
suppressions-all = Show all
suppressions-not-found = This address is not here
suppressions-not-found-words = The portal may write to it. Check how the address begins.
suppressions-address = Address
suppressions-why = Why
suppressions-since = Since
suppressions-count =
    { $n ->
        [one] { $n } address
       *[other] { $n } addresses
    }
suppression-opted-out = asked not to be written to
suppression-complaint = reported a letter as spam
suppression-bad-address = no such address
suppression-lift = Write again
suppression-lift-wish = The person asked not to be written to. Allow it only if they know: a second unwanted letter will be reported as spam, and then letters stop reaching everybody.
suppression-lift-complaint = The person reported a letter of the portal as spam. Allow it only if they asked for it themselves: after a second complaint letters stop arriving for everybody.
suppression-lift-address = The mail server said that there is no such mailbox. If it exists now, allow writing. If the address is mistyped, correct it in the invitation, or give the employee another one.
suppression-own = The portal’s letters do not reach your address { $email }: the mail server answered that there is no such mailbox ({ $since }). Codes, links for the password and news are sent there all the same, but most likely you will not get them.
suppression-own-lift = If your address is another one, change it in your profile. If the mailbox works, say so: then this warning goes away.
suppression-own-ask = If your address is another one, change it in your profile. If the mailbox works, tell an administrator, who lets it be written to again.
suppression-of-employee = The portal’s letters do not reach { $email }: the mail server answered that there is no such mailbox ({ $since }). Most likely a code or a link for the password will not arrive.
suppression-of-employee-lift = If the address is wrong, change it. If the mailbox works, let it be written to again.
suppression-of-employee-ask = If the address is wrong, change it. If the mailbox works, tell an administrator, who lets it be written to again.
suppression-lift-reason = Why
suppression-lift-reason-hint = Stays in the history together with your name
suppression-lift-bad-reason = Write the reason in one line of plain text, of { $n } characters at the most
suppression-lift-no-reason = Say why this address may be written to again
flash-suppression-lifted = { $name }: the portal may write to this address again
flash-suppression-gone = The portal may write to this address already
settings-suppressions-words = They declined or do not exist: no invitations go there
