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
