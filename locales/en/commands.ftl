command-serve-address = The portal is at { $url }
command-serve-role-alone = --role { $name }: an SQLite database belongs to one process. Leave --role out, or set database_url to PostgreSQL
command-serve-sender = Letters are sent from here; the portal’s pages are another process’s
command-key-right = { $about } is the key that the portal was set up with: nothing was changed. To make another, put it away first.
command-key-replaced = The portal goes on with { $about }. Links sent before do not work any more: send the invitations again.
command-setup-link = It is not set up yet. Open the one-time setup link: { $url }
command-setup-done = The portal of { $company } stands: { $url }
command-setup-already = The portal is set up already. Sign in, or use collega admin reset-password.
command-not-set-up = The portal is not set up yet: run collega serve and open the setup link, or collega setup.
command-no-such-employee = No employee of the company has this address. Check it in “Employees”.
command-no-such-department = There is no department { $name }. Write the names from the top, such as Sales/Moscow.
command-new-password = The new password is { $password }
    Sign in with it and change it in the profile.
command-dkim-made = The key is in { $name }. Put the record into DNS first, then set this, and start the portal again:
command-dkim-there = { $name } is there already, and no key is written over: name another with --file, and its name in DNS with --selector
command-dkim-unwritten = { $name } cannot be made
command-dkim-failed = the key could not be made or used: try again
command-dkim-none = No key is set. Make one with collega dkim create, or name one with --file.
command-dkim-no-domain = --domain is missing: name the domain of the sender, such as example.org
command-dkim-domain = --domain: { $name } is no domain; write one such as example.org
command-dkim-selector = --selector: { $name } cannot stand in DNS; write a name such as collega or mail2026, of Latin letters, digits and hyphens
command-invite-nobody = There is no address to invite. Write one such as name@company.com.
command-invite-too-many = These are too many addresses at once: { $n } at the most. Invite in several goes.
command-invite-not-allowed = This person may not invite. An administrator can switch it on in the access rights.
command-invite-department-gone = A department was deleted meanwhile. Choose again.
command-invite-lifetime = An invitation lives 1 to { $n } days.
command-invite-quota = The quota of letters allows { $n } more. Invite the rest later, or let an administrator do it.
command-invite-pending = { $n } more invitations may be open. Revoke some first, or let an administrator invite.
command-invite-seats = The plan has seats for { $n } more. Free some or change the plan.
command-invite-waits = Some wait and are tried again: { $why }. Ctrl+C leaves them to the running portal.
command-invite-progress = Letters: { $done } of { $all }
command-fate-invited = invited
command-fate-already-invited = is invited already
command-fate-kept = invited already, but the letter stayed in the portal's mailbox
command-fate-not-delivered = invited already, but the letter was not delivered: correct the address
command-fate-complaint = reported a letter as spam
command-fate-already-employee = works here already
command-fate-awaiting-approval = waits for approval
command-fate-dismissed = worked here: take the person back or free the address in “Employees”
command-fate-opted-out = asked not to be invited any more
command-fate-bad-address = a letter to this address came back: check it
command-fate-written-lately = was written to lately
command-fate-too-many-letters = has been sent all letters
command-letter-failed = was not handed over
command-letter-unknown = may have been sent: the mail server did not say. It is sent once more in half an hour
command-letter-none = was withdrawn
command-letter-sent = was handed over
command-letter-kept = did not leave
doctor-key-missing = { $about } is not there yet; it is made on the first start
doctor-key-good = { $about } is there, and only its owner may read it
doctor-key-lost = { $about } is missing, and the links of all letters so far depend on it: restore it from a backup; where it is lost for good, run collega replace-key
doctor-key-open = others may read { $about }: run chmod 600 on it
doctor-database-good = answers and takes writes; the company is { $about }
doctor-database-missing = there is none yet: { $about }. It is made on the first start; if the portal has run before, correct database_url
doctor-database-empty = answers and takes writes; the portal is not set up yet
doctor-database-bad = { $about }
doctor-url-good = { $about }
doctor-url-local = { $about } opens on this machine only: before inviting name the address at which others reach the portal
doctor-url-plain = { $about } has no HTTPS: fine on this machine, but put a proxy with HTTPS before it for others
doctor-url-stranger = { $about } answers, but it is not this portal: check the address, and where the proxy leads
doctor-url-silent = nobody answers at { $about }: start collega serve, or check the proxy before it
doctor-url-tls = { $about } has no good certificate ({ $words }): renew it at the proxy
doctor-url-unknown = the name { $about } has no address: check it, or add it to DNS
doctor-mail-none = no mail server: letters stay in the portal’s own mailbox
doctor-mail-unknown = could not be looked at: mend first what stands above
doctor-sender-unknown = { $about } has no domain on the internet; name another sender in mail.from
doctor-mail-good = { $about } answers and lets the portal in
doctor-mail-bad = { $reason } ({ $words })
doctor-direct-good = letters go straight to the recipients’ servers, and one of { $about } answers
doctor-direct-bad = letters go straight to the recipients’ servers, but with those of { $about } it does not work: { $reason } ({ $words })
doctor-direct-late = letters go straight to the recipients’ servers, but no server of { $about } was ready in time: port 25 may be closed outwards
doctor-direct-no-domain = letters go straight to the recipients’ servers; { $about } has no domain whose servers could be tried: set mail.from
doctor-direct-unknown = letters go straight to the recipients’ servers; whether they get there can be looked at once the portal opens
doctor-dkim-good = letters of { $domain } are signed as { $selector }; collega dkim record prints what has to stand in DNS
doctor-dkim-alone = many receivers cannot check Ed25519 yet: make a key with collega dkim create --algorithm rsa as well
doctor-dkim-stranger = letters leave unsigned: they come from { $sender }, and the key is of { $domain }. Set mail.dkim_domain to that domain, or mail.from to an address of this one
doctor-dkim-missing = { $about } is missing: restore it, or make a key with collega dkim create
doctor-dkim-no-key = { $about } holds no private key of RSA (2048 bits or more) or Ed25519 in PEM without a password: make one with collega dkim create
doctor-dkim-other = { $about } holds a key of { $is }, not of { $wanted }: name it in the setting of its kind
command-status-active = in the company
command-status-invited = invited
command-status-awaiting-approval = waits for approval
command-status-dismissed = dismissed
cli-about-bounce = Take a report about a letter that came back, from standard input, as a mail server pipes it
cli-arg-bounce-recipient = The address that it came to; ORIGINAL_RECIPIENT or its own headers where not given
cli-after-bounce = Exit code: 0: the report was taken, or means nothing; 65: nothing was passed; 75: it could not be taken, pass it again.
command-bounce-empty = there is nothing on standard input: hand a report over, such as collega bounce < report.eml
command-bounce-failed = Taken: the letter was not delivered
command-bounce-delayed = Taken: the letter is delayed
command-bounce-arrived = Taken: the letter arrived after all
command-bounce-silenced = Taken: a complaint, no more letters go to this address
command-bounce-nothing = Taken: nothing new
command-bounce-automatic = Taken: an automatic answer, nothing changes
command-bounce-kept = Taken: no letter found, administrators see it at Settings → Mail
command-bounce-forged = Taken: no letter has this address, nothing changes
command-bounce-too-early = Not taken: the letter is being sent this moment, bring the report again
command-bounce-not-set-up = Not taken: the portal is not set up yet
doctor-imap-good = { $about } is open to the portal; messages in it: { $messages }
doctor-imap-bad = { $about } cannot be read: { $words }. { $advice }
command-backup-made =
    Backup of the database: { $name }, { $size } KiB.
    The secret key { $key } is not in it: keep it apart. Without it links in letters and the mail server’s password do not work.
command-backup-server = this database is copied by its own tools: pg_dump --format=custom --file={ $name } "$COLLEGA_DATABASE_URL"
command-restore-links-question = Links and codes that were used since the backup look unused again. End all links and codes that were sent before? Invitations are sent again afterwards. [Yes/no]
command-restore-links-no = n no
command-restore-links-by-default = There is nobody to ask, so all links and codes sent before end: that is the safe way. To let them work, say --keep-links.
command-no-database = there is no database: { $name }. Correct database_url, or start the portal first: collega serve
command-restore-no-file = this database is put back by its own tools (pg_restore); then run collega restore without a file
command-restore-file = name the backup: collega restore FILE
command-restore-done = Database restored from a backup of { $name }. Everybody has to sign in anew.
command-restore-letters =
    { $n ->
        [0] No letter waits for your answer, but sending stands: let it go on at “Settings → Mail → Queue”.
        [one] { $n } letter waits for your answer at “Settings → Mail → Queue”: it may have left since.
       *[other] { $n } letters wait for your answer at “Settings → Mail → Queue”: they may have left since.
    }
command-restore-letters-in-vain =
    { $n ->
        [one] { $n } letter that invites will not leave whatever you answer: its link does not work any more. Send that invitation again.
       *[other] { $n } letters that invite will not leave whatever you answer: their links do not work any more. Send those invitations again.
    }
command-restore-links-ended =
    { $n ->
        [0] The backup holds no link or code that still worked.
        [one] { $n } link or code was ended.
       *[other] { $n } links and codes were ended.
    }
command-restore-links-kept = Links stay as they stand in the database.
command-restore-look = Look after who was dismissed since, and whose rights and tokens were changed: the database does not know of it.
command-restore-empty = No portal is set up in this backup yet.
command-restore-kept = Previous database: { $name }
