# Records in DNS of the domain that letters come from.
dns-title = DNS records
dns-lead = By these records the receivers’ mail decides whether letters of the portal are genuine.
dns-domain = Domain of the sender: { $name }.
dns-no-domain = Letters are sent from { $name }: such an address has no domain on the internet, so there is nothing to check. Set a sender in the mail settings.
dns-check = Check the DNS records
dns-check-again = Check again
dns-later = A new record is not seen at once: by some within minutes, by others after a day.
dns-too-many = Too many checks in a row. Wait a minute and check again.
dns-no-resolver = DNS could not be asked: { $name }
dns-present = In DNS at present
dns-add = Add the record
dns-replace = Replace it with this one record
dns-public-address = PUBLIC_ADDRESS
dns-public-address-hint = In place of PUBLIC_ADDRESS put the IP address from which letters reach the Internet. The portal does not know it: { $about } has no public address that could be seen. Ask whoever runs your network.
dns-record-name = Name
dns-record-kind = Type
dns-record-value = Value
dns-copy = Copy the value
dns-purpose-spf = Which servers may send letters of this domain
dns-purpose-spf-envelope = The domain of the address for reports (mail.bounce_address), which letters are sent from: receivers look up SPF there
dns-purpose-dkim = A signature that shows that a letter was not forged
dns-purpose-dkim-second = The same by the second key: letters are signed by it, too, and some receivers check it
dns-purpose-dmarc = What receivers do with letters unsigned and from strange servers
dns-purpose-mx = Where answers and notices of failed delivery go
dns-purpose-mx-envelope = The domain of the address for reports (mail.bounce_address): notices of failed delivery go there
dns-purpose-ptr = The reverse name of the address from which letters reach the Internet: many servers refuse letters without one
dns-purpose-port = Outgoing connections to the mail servers of recipients
dns-grade-good = As it should be
dns-grade-advice = Have a look
dns-grade-bad = To be mended
dns-grade-fatal = Letters fail
dns-grade-unknown = Unknown
dns-silent = DNS did not answer in time, or answered with an error. Whether the record is there is unknown: check again a little later.
dns-spf-good = Letters may be sent. Lookups needed to find that out: { $about } (10 at the most).
dns-spf-missing = There is no record: letters of the portal look like a stranger’s.
dns-spf-several = There are several records where one should be: receivers heed none.
dns-spf-broken = Receivers can’t read the record because of “{ $about }”: correct this part or take it out.
dns-spf-too-many = More than 10 lookups are needed, so receivers do not heed the record. Take out each include that you do not use.
dns-spf-open = The record lets anybody send letters in the name of the domain.
dns-spf-nobody = The record forbids everybody to send letters of the domain: those of the portal will be refused. Replace it.
dns-spf-not-ours = The server { $about } is not seen in the record. If it hands letters to receivers itself, add it; if another server of your mail does, all is well.
dns-spf-hidden = The record is there. Whether it covers the address from which letters reach the Internet, the portal can’t tell: { $about } leads to no public address. Compare the record with the public address of the machine that sends.
dns-dkim-good = The key is there: the portal’s signature can be verified.
dns-dkim-missing = The key is missing: the portal’s signature can’t be verified.
dns-dkim-other = There is another key in DNS: the portal’s signature will not match.
dns-dkim-revoked = The key is revoked: p= is empty in the record, and the portal’s signature will not match. If that was a mistake, put the record back; if it was meant, make a new key by collega dkim create with another --selector.
dns-dkim-not-ours = The portal does not sign letters: usually the mail server does, by a key of its own. Look at the source of a trial letter: it should have a line DKIM-Signature with your domain.
dns-dkim-nobody = Nobody signs the letters. They go out directly, without a mail server, so the portal itself has to sign: create a key with collega dkim create --domain { $about } and do what the command says.
dns-dmarc-good = The record is there: { $about }.
dns-dmarc-fails =
    The record is there (p={ $about }), but no letter of the portal passes it: neither SPF nor a signature speaks for the domain of the sender. { $about ->
        [reject] Receivers refuse such letters.
        [quarantine] Such letters land in spam.
       *[none] For now that is seen in reports only, but large mail services may put such letters into spam.
    } One is enough: a signature by a key of this domain (collega dkim create), or SPF where the address for reports (mail.bounce_address) is in the same domain.
dns-dmarc-leans =
    The record is there (p={ $about }), but neither SPF nor a signature of the portal speaks for the domain of the sender. If the mail server does not sign letters by a key of this domain, { $about ->
        [reject] receivers refuse them
        [quarantine] they land in spam
       *[none] they do not pass, and large mail services may put them into spam
    }. Look at the source of a trial letter: its line DKIM-Signature should have d= with your domain. It is safer where the portal signs (collega dkim create), or where the address for reports (mail.bounce_address) is in the same domain and SPF allows your server.
dns-dmarc-missing = There is no record: large mail services may refuse the letters. With p=none the record only gathers reports and breaks nothing.
dns-dmarc-several = There are several records where one should be: receivers heed none. Keep one.
dns-dmarc-broken = The record has no p=none, p=quarantine or p=reject: receivers do not heed it.
dns-mx-good = Answers and notices of failed delivery will arrive.
dns-mx-implied = There is no MX, so mail goes to the address of the domain itself. If another server takes mail, add the record.
dns-mx-nowhere = None of these servers has an address: answers and notices of failed delivery are lost. MX has to name a server that has an A or AAAA record.
dns-mx-refuses = The domain says that it takes no mail: answers and notices of failed delivery are lost, and some receivers refuse such letters. If another server takes mail, name it.
dns-mx-missing = Nobody takes mail for the domain: answers and notices of failed delivery are lost. Name the server that takes mail; if it is another one, put its name.
dns-ptr-good = The name of { $about } leads back to it. If letters reach the Internet from another address, check that one, too.
dns-ptr-missing = The address { $about } has no reverse name. Ask whoever gave you this address (the hosting or Internet provider) for a PTR record with the portal’s name.
dns-ptr-elsewhere = The name of { $about } does not lead back to it. Ask whoever gave you this address (the hosting or Internet provider) to put the portal’s name into its PTR record, and let that name have this address.
dns-ptr-hidden = This can’t be checked from here: the portal does not see the address from which letters reach the Internet, and { $about } only leads inside your network. Find out the public address and look it up with dig -x ADDRESS: the name it gives must lead back to that address.
dns-port-open = A mail server of { $about } answered: port 25 is open to the outside.
dns-port-silent = The servers of { $about } did not answer. The hosting or Internet provider may be closing outgoing port 25: then no letter leaves directly. Ask for it to be opened, or send by a mail server.
dns-port-unclear = Port 25 could not be tried with the servers of your domain: { $about }. Send a trial letter to an address at another service.
dns-long-hint = The value is longer than { $n } characters. DNS panels usually split it by themselves; in a zone file split it into quoted parts of no more than { $n } characters each.
