-- title: Key figures of a month; 月度关键指标
-- about: a month beside its target, the same month of last year, quarter and year to date; 当月、目标、同比、季度与年度累计
-- parameter: level; choice project,city,region,group; group; what a line stands for; 每行代表的层级
-- parameter: month; month; last; which month; 月份
-- parameter: now; time; now; the moment it is reckoned for; 统计时刻
-- parameter: figure; text; ; only this figure; 只看此指标
-- column: unit; text; Unit; 单位
-- column: figure; choice figure; Figure; 指标
-- column: value; real 1; Month; 当月
-- column: target; real 1; Target; 目标
-- column: met; choice yes_no; Met; 达标
-- column: year_ago; real 1; Year ago; 去年同月; minor
-- column: quarter; real 1; Quarter; 本季累计
-- column: quarter_ago; real 1; Quarter ago; 去年同季; minor
-- column: year; real 1; Year; 本年累计
-- column: last_year; real 1; Last year; 去年同期; minor
-- column: part; int; Part; 分子; minor
-- column: whole; int; Whole; 分母; minor
-- column: frozen; choice yes_no; Frozen; 已冻结; minor
-- Figures per 1,000 homes are of the homes handed over by the month's end, in the mean of the months; all others are
-- per cent. A span of months is reckoned from its cases, never as a mean of months.
WITH RECURSIVE {months},
asked AS (SELECT * FROM month WHERE month <= CAST($month AS BIGINT)),
{place},
{figures},
span AS (
    SELECT b.column1 AS name, m.month
    FROM month AS t
    JOIN (VALUES ('month', 0), ('year_ago', 1), ('quarter', 0), ('quarter_ago', 1), ('year', 0), ('last_year', 1)) AS b
      ON t.month = CAST($month AS BIGINT)
    JOIN month AS m ON m.year = t.year - b.column2 AND m.number <= t.number
    WHERE b.column1 IN ('year', 'last_year') OR m.number = t.number
       OR (b.column1 IN ('quarter', 'quarter_ago') AND (m.number - 1) / 3 = (t.number - 1) / 3)
),
line AS (
    SELECT COALESCE(p.top, CASE $level WHEN 'group' THEN 0 ELSE -1 END) AS top, f.figure, s.name, SUM(f.part) AS part,
           SUM(f.whole) AS whole, COUNT(DISTINCT f.month) AS months, MIN(f.frozen) AS frozen
    FROM figure AS f
    JOIN span AS s ON s.month = f.month
    LEFT JOIN place AS p ON p.id = f.unit_id
    GROUP BY 1, 2, 3
),
worth AS (
    SELECT l.top, l.figure, l.name, l.part, l.whole, l.frozen, g.rank, g.lower,
           CASE WHEN l.whole > 0 THEN 1.0 * g.scale * l.part / l.whole
                * CASE g.scale WHEN 1000 THEN l.months ELSE 1 END END AS value
    FROM line AS l JOIN figures AS g ON g.figure = l.figure
    WHERE $figure IS NULL OR l.figure = $figure
),
up AS (
    SELECT id AS line, id AS unit_id, 0 AS depth FROM unit
    UNION ALL
    SELECT up.line, u.parent_id, up.depth + 1 FROM up JOIN unit AS u ON u.id = up.unit_id
    WHERE u.parent_id IS NOT NULL AND up.depth < 16
),
aim AS (
    SELECT line, figure, value FROM (
        SELECT up.line, t.figure, t.value,
               ROW_NUMBER() OVER (PARTITION BY up.line, t.figure ORDER BY up.depth, t.from_month DESC) AS place
        FROM up JOIN figure_target AS t ON t.unit_id = up.unit_id
        WHERE t.from_month <= CAST($month AS BIGINT)) AS x
    WHERE place = 1
),
sums AS (
    SELECT top, figure, rank, lower,
           MAX(CASE name WHEN 'month' THEN value END) AS value, MAX(CASE name WHEN 'year_ago' THEN value END) AS year_ago,
           MAX(CASE name WHEN 'quarter' THEN value END) AS quarter,
           MAX(CASE name WHEN 'quarter_ago' THEN value END) AS quarter_ago,
           MAX(CASE name WHEN 'year' THEN value END) AS year, MAX(CASE name WHEN 'last_year' THEN value END) AS last_year,
           MAX(CASE name WHEN 'month' THEN part END) AS part, MAX(CASE name WHEN 'month' THEN whole END) AS whole,
           MAX(CASE name WHEN 'month' THEN frozen END) AS frozen
    FROM worth GROUP BY top, figure, rank, lower
)
SELECT COALESCE(u.code, '') AS unit, x.figure, x.value, a.value AS target,
       CASE WHEN x.value IS NULL OR a.value IS NULL THEN NULL
            WHEN (x.lower = 1 AND x.value <= a.value) OR (x.lower = 0 AND x.value >= a.value) THEN 'yes'
            ELSE 'no' END AS met,
       x.year_ago, x.quarter, x.quarter_ago, x.year, x.last_year, x.part, x.whole,
       CASE x.frozen WHEN 1 THEN 'yes' WHEN 0 THEN 'no' END AS frozen
FROM sums AS x
LEFT JOIN unit AS u ON u.id = x.top
LEFT JOIN aim AS a ON a.figure = x.figure
     AND a.line = CASE x.top WHEN 0 THEN (SELECT MIN(id) FROM unit WHERE kind = 'group') ELSE x.top END
ORDER BY CASE WHEN u.code IS NULL THEN 1 ELSE 0 END, u.code, x.rank
