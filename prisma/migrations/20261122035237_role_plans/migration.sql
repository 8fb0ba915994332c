-- Asked for every row a person sees: a function whose plan the session keeps, on every supported server.
CREATE OR REPLACE FUNCTION project_role(viewer uuid, project uuid) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT CASE WHEN u."isAdmin" THEN 'manager' ELSE m."role"::text END
            FROM "User" u LEFT JOIN "Member" m ON m."userId" = u."id" AND m."projectId" = project
           WHERE u."id" = viewer AND u."disabledAt" IS NULL);
END $$;
