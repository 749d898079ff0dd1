-- The address first: nearly every address is in one company only, and a company may have every employee.
DROP INDEX employees_address;
CREATE UNIQUE INDEX employees_address ON employees (email_key, company_id);
