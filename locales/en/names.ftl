# What to mend in the name of a person, a company or a department.
name-problem-empty = Enter the first and last name
name-problem-too-long = Shorten it to { $most } characters
name-problem-title-empty = Enter a name
name-problem-title-too-long = Shorten it to { $most } characters
name-problem-hidden-character = Type the name by hand in one line: there is an invisible character in it
name-problem-heaped-marks = Take out the extra marks above and below the letters
name-problem-link = Take out the link. If it is an abbreviation, put a space after the dot, like St. John
name-problem-at-sign = Enter a name in place of the address, like Ivan Petrov
name-problem-many-digits = Take out the number and leave the name, like Ivan Petrov
name-problem-no-letter = Write the name in letters, like Ivan Petrov

# What to mend in a telephone number and a birthday.
phone-extension = ext.
phone-problem-no-number = Type the number in digits, such as +44 20 7946 0018
phone-problem-too-short = Complete the number: it has too few digits
phone-problem-too-long = Shorten the number to 15 digits at most. An extension follows like this: “ext. 123”
phone-problem-extension = Give the extension in digits after the number, such as “ext. 123”
birthday-problem-day = Check the day and the month: the calendar has no such day
birthday-problem-year = Check the year of birth, or leave it out
