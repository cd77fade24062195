-- The cases that went on as another one are looked for whenever that one is merged itself.

CREATE INDEX ticket_merged ON ticket (merged_into) WHERE merged_into IS NOT NULL;
