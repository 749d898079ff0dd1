# What to mend in an address, in the list of those to invite and wherever one address is typed.
address-problem-empty = Enter an e-mail address, like name@company.com
address-problem-no-at = Add the @ sign and what follows it, like name@company.com
address-problem-several-ats = Leave one @ sign. Put two addresses on separate lines
address-problem-empty-local = Add the name before the @ sign, like name@company.com
address-problem-empty-domain = Add the domain after the @ sign, like name@company.com
address-problem-dots-in-local = Check the dots before the @ sign: one at a time and none at the ends, like first.last@company.com
address-problem-long-local = Shorten what stands before the @ sign to 64 characters
address-problem-quoted-local = Enter the address without quotation marks, like name@company.com
address-problem-domain-without-dot = Enter the domain in full, with a dot, like name@company.com
address-problem-bad-domain = Check the domain after the @ sign: letters, digits, hyphens and single dots, like company.com
address-problem-ip-literal = Enter a domain in place of the numbers after the @ sign, like name@company.com
address-problem-hidden-character = Type the address by hand: there is an invisible character in it
address-problem-blank = Take out the space inside the address, like name@company.com
address-problem-bad-character = Take out or replace “{ $character }”: addresses do not have this character
address-problem-too-long = Shorten the address to 254 characters

# Beside an address that can be written to.
address-suggestion = Did you mean { $address }?
address-domain-warning = Check the domain: letters of different alphabets look alike. In Latin script it is { $domain }

# The pasted list as a whole.
address-repeats =
    { $n ->
        [one] and { $n } repeat
       *[other] and { $n } repeats
    }
address-excess-rows = Leave at most { $limit } addresses: there are { $n } in the list. Send the rest as a second list
address-excess-bytes = Shorten the list to { $limit } KB: it has { $n } KB. Send the rest as a second list
