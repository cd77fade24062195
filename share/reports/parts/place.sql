-- The line that a project belongs to at the level asked for: the project, its city, its region, or 0 for all.
place AS (
    SELECT p.id,
           CASE $level WHEN 'project' THEN p.id WHEN 'city' THEN COALESCE(c.id, p.id)
                   WHEN 'region' THEN COALESCE(r.id, c.id, p.id) ELSE 0 END AS top
    FROM unit AS p
    LEFT JOIN unit AS c ON c.id = p.parent_id AND c.kind = 'city'
    LEFT JOIN unit AS r ON r.id = COALESCE(c.parent_id, p.parent_id) AND r.kind = 'region'
    WHERE p.kind = 'project'
)
