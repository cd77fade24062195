-- Digests: when a message that is not urgent is taken along with others, and whose function a word of a case means.

ALTER TABLE message ADD COLUMN digest_at {INT}; -- when a digest takes it along; null: it goes alone
CREATE INDEX message_gather ON message (digest_at) WHERE state = 'waiting' AND digest_at IS NOT NULL;
CREATE INDEX message_of_digest ON message (staff_id, created_at) WHERE template = 'digest';

-- Words for departments and origins of complaints, and the function (a role) that answers for them.
CREATE TABLE function_word (
    word TEXT NOT NULL PRIMARY KEY,         -- as cases have it, compared without blanks and case: 工程部, quality
    role TEXT NOT NULL             -- construction, sales, design, property ...
) {TABLE};
