-- Prepares a server for the product: the roles of src/platform/database/roles.ts, passwords for the four that sign in here,
-- and the database for owner. Run by psql as the server's administrator, with owner_password, app_password, maintenance_password
-- and evidence_password set.
CREATE ROLE owner LOGIN;
CREATE ROLE app LOGIN NOINHERIT;
CREATE ROLE scoped NOLOGIN;
CREATE ROLE maintenance LOGIN;
CREATE ROLE evidence LOGIN;
GRANT scoped TO app;
GRANT app TO owner;
ALTER ROLE owner PASSWORD :'owner_password';
ALTER ROLE app PASSWORD :'app_password';
ALTER ROLE maintenance PASSWORD :'maintenance_password';
ALTER ROLE evidence PASSWORD :'evidence_password';
REVOKE ALL ON DATABASE :"DBNAME" FROM PUBLIC;
ALTER DATABASE :"DBNAME" OWNER TO owner;
GRANT CONNECT ON DATABASE :"DBNAME" TO app, maintenance, evidence;
GRANT TEMPORARY ON DATABASE :"DBNAME" TO app;
