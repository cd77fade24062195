-- The source's own category, a level deeper: 一级/二级/三级分类.

ALTER TABLE ticket ADD COLUMN category3 TEXT;    -- third level of the category path as the source has it
