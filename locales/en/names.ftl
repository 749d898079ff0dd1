# What to mend in the name of a person, a company or a department.
name-problem-empty = Enter a name
name-problem-too-long = Shorten the name to 60 characters
name-problem-title-empty = Enter a name
name-problem-title-too-long = Shorten the name to 60 characters
name-problem-hidden-character = Type the name by hand in one line: there is an invisible character in it
name-problem-heaped-marks = Take out the extra marks above and below the letters
name-problem-link = Take out the link. If it is an abbreviation, put a space after the dot, like St. John
name-problem-at-sign = Enter a name in place of the address, like Ivan Petrov
name-problem-many-digits = Take out the number and leave the name, like Ivan Petrov
name-problem-no-letter = Write the name in letters, like Ivan Petrov
