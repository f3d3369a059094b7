-- Whether there is a role of the application, and whether this session may become it.
SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'clearwell_app'),
       EXISTS (SELECT FROM pg_roles WHERE rolname = 'clearwell_app' AND pg_has_role(current_user, oid, 'MEMBER'))
