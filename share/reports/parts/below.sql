-- The unit asked for and what lies below it, by code or name; every unit where none was asked for.
below (id) AS (
    SELECT id FROM unit WHERE $project IS NULL OR code = $project OR name = $project
    UNION
    SELECT u.id FROM unit AS u JOIN below AS b ON u.parent_id = b.id
)
