# Join links and the letter from one's own mail program.
join-link-token = [link]
join-link-letter-subject = Invitation to the portal of { $company }
join-link-letter-bare-subject = Invitation to the portal
join-link-letter-body =
    Hello,

    I invite you to the portal of { $company }. Open the link and enter your e-mail:

    { $link }

    The link works until { $until }.

    { $inviter }
join-link-letter-short =
    I invite you to the portal of { $company }:

    { $link }

# Links in the list, and what is done to them.
link-of-letter = Link for a letter
link-of-link = Link
link-uses = { $n } of { $most } came
link-state-open = Open
link-state-used-up = Used up
link-state-expired = Expired
link-state-off = Switched off
link-maker-gone = whoever made it may not invite any more
link-off-by-administrator = switched off by an administrator
link-switch-off = Switch off
link-switch-on = Switch on again
flash-link-off = The link is off: nobody joins by it any more. You can switch it on again
flash-link-on = The link works again
flash-link-off-by-another = An administrator switched this link off and only an administrator can switch it on. Ask one, or make a new link
flash-link-made = The link is ready

# The page of a link.
link-hand-over = Pass the link on
link-print = Print
link-qr = QR code of this link
link-qr-hint = Show the code on a screen or print it: a phone opens the link.
link-poster = To join your colleagues on the portal, point the camera of a phone at the code or open the address:
link-write = Write a letter
link-joined = Who came by the link
link-nobody = Nobody yet.
link-fact-uses = By the link
link-fact-left = More can join
link-not-yours = Only whoever made the link sees its address.
link-switch-hint = Nobody joins by a link that is off. Whoever has joined stays.
flash-too-many-links =
    { $n ->
        [one] You have { $n } open link, which is the limit. Switch it off if it is not needed
       *[other] You have { $n } open links, which is the limit. Switch off those not needed
    }
link-enters-at-once = Whoever opens the link and proves an address joins at once: pass it on only to your own people.
link-enters-approved = Whoever comes by the link waits to be let in.
link-enters-approved-but = Whoever comes by the link waits to be let in; with an address at { $name } they join at once.
