-- title: Escalations; 升级情况
-- about: rungs that were reached in a span, whom they went to, how many found nobody; 期间触发的升级、到谁、无人可达
-- parameter: level; choice project,city,region,group; project; what a line stands for; 每行代表的层级
-- parameter: from; time; now-7d; acted on from then on; 起始时刻
-- parameter: until; time; now; and until then; 截止时刻
-- column: unit; text; Unit; 单位
-- column: name; text; Name; 名称
-- column: metric; choice metric; Clock; 时限
-- column: rung; int; Rung; 级
-- column: role; choice role; Role; 角色
-- column: reached; choice level; Reached at; 触达层级
-- column: escalations; int; Escalations; 升级次数
-- column: cases; int; Cases; 工单数
-- column: unaddressed; int; Nobody found; 无人可达
WITH {place},
one AS (
    SELECT COALESCE(p.top, CASE $level WHEN 'group' THEN 0 ELSE -1 END) AS top, e.metric, e.rung, e.role,
           e.level AS reached, e.ticket_id, e.staff_id
    FROM escalation AS e
    JOIN ticket AS t ON t.id = e.ticket_id
    LEFT JOIN place AS p ON p.id = t.unit_id
    WHERE e.at >= CAST($from AS BIGINT) AND e.at <= CAST($until AS BIGINT)
),
sums AS (
    SELECT top, metric, rung, role, reached, COUNT(*) AS escalations, COUNT(DISTINCT ticket_id) AS cases,
           SUM(CASE WHEN staff_id IS NULL THEN 1 ELSE 0 END) AS unaddressed
    FROM one GROUP BY top, metric, rung, role, reached
)
SELECT COALESCE(u.code, '') AS unit,
       CASE WHEN $level = 'group' THEN '' ELSE COALESCE(u.name, '') END AS name,
       x.metric, x.rung, x.role, x.reached, x.escalations, x.cases, x.unaddressed
FROM sums AS x LEFT JOIN unit AS u ON u.id = x.top
ORDER BY CASE WHEN u.code IS NULL THEN 1 ELSE 0 END, u.code, x.metric, x.rung, x.role, x.reached
