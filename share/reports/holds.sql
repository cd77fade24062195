-- title: Holds by person and project; 挂起分析
-- about: who lets cases rest, how long, how often to the limit or again at once; 谁在挂起、多久、是否到限或反复挂起
-- parameter: level; choice project,city,region,group; project; what a line stands for, with the person; 每行代表的层级（另按人）
-- parameter: from; time; now-90d; holds that began from then on; 起始时刻
-- parameter: until; time; now; and before then, which is also the moment it is reckoned for; 截止与统计时刻
-- column: unit; text; Unit; 单位
-- column: actor; text; Held by; 挂起人
-- column: holds; int; Holds; 挂起次数
-- column: to_limit; int; To the limit; 挂到期限
-- column: again; int; Again in a day; 一天内再挂
-- column: backdated; int; Backdated; 补录
-- column: unproven; int; No proof; 无依据
-- column: running; int; Running; 挂起中
-- column: days; real 1; Days; 天数
-- column: share; real 1; % of open time; 占在办时长%
-- column: cases; int; Cases; 工单数
-- column: unreviewed; int; Not reviewed; 未复核
-- column: name; text; Name; 名称
-- Open time is that of the cases which were held, from their opening to their end or to now.
WITH {place},
one AS (
    SELECT COALESCE(p.top, CASE $level WHEN 'group' THEN 0 ELSE -1 END) AS top, a.name AS actor, h.ticket_id, h.seq,
           h.started_at, h.ended_at, h.limit_at, h.review_at, h.reviewed_at, h.ended_by, h.evidence,
           CASE WHEN h.ended_at < CAST($until AS BIGINT) THEN h.ended_at ELSE CAST($until AS BIGINT) END AS stop,
           LAG(h.ended_at) OVER (PARTITION BY h.ticket_id ORDER BY h.started_at, h.seq) AS ended_before,
           t.opened_at, COALESCE(t.closed_at, CAST($until AS BIGINT)) AS life_ends
    FROM hold AS h
    JOIN actor AS a ON a.id = h.actor_id
    JOIN ticket AS t ON t.id = h.ticket_id
    LEFT JOIN place AS p ON p.id = t.unit_id
    WHERE h.started_at < CAST($until AS BIGINT) AND t.state NOT IN ('cancelled', 'merged')
),
chosen AS (SELECT * FROM one WHERE started_at >= CAST($from AS BIGINT)),
lives AS (
    SELECT top, actor, SUM(life) AS life
    FROM (SELECT DISTINCT top, actor, ticket_id, life_ends - opened_at AS life FROM chosen) AS x GROUP BY top, actor
),
late AS (
    SELECT e.ticket_id, e.occurred_at FROM event AS e WHERE e.verb = 'hold' AND e.mark = 'backdated'
),
sums AS (
    SELECT c.top, c.actor, COUNT(*) AS holds, COUNT(DISTINCT c.ticket_id) AS cases,
           SUM(CASE WHEN c.ended_at IS NULL OR c.ended_at > CAST($until AS BIGINT) THEN 1 ELSE 0 END) AS running,
           SUM(CASE WHEN c.stop > c.started_at THEN c.stop - c.started_at ELSE 0 END) AS rested,
           SUM(CASE WHEN c.ended_by = 'limit' OR (c.ended_at IS NOT NULL AND c.ended_at >= c.limit_at)
                         OR (c.ended_at IS NULL AND c.limit_at <= CAST($until AS BIGINT)) THEN 1 ELSE 0 END) AS to_limit,
           SUM(CASE WHEN c.started_at - c.ended_before < 86400 THEN 1 ELSE 0 END) AS again,
           SUM(CASE WHEN c.review_at < c.stop AND c.reviewed_at IS NULL THEN 1 ELSE 0 END) AS unreviewed,
           SUM(CASE WHEN c.evidence IS NULL THEN 1 ELSE 0 END) AS unproven,
           SUM(CASE WHEN EXISTS (SELECT 1 FROM late AS l WHERE l.ticket_id = c.ticket_id
                                 AND l.occurred_at = c.started_at) THEN 1 ELSE 0 END) AS backdated
    FROM chosen AS c GROUP BY c.top, c.actor
)
SELECT COALESCE(u.code, '') AS unit, x.actor, x.holds, x.to_limit, x.again, x.backdated, x.unproven, x.running,
       x.rested / 86400.0 AS days, CASE WHEN l.life > 0 THEN 100.0 * x.rested / l.life END AS share,
       x.cases, x.unreviewed,
       CASE WHEN $level = 'group' THEN '' ELSE COALESCE(u.name, '') END AS name
FROM sums AS x
JOIN lives AS l ON l.top = x.top AND l.actor = x.actor
LEFT JOIN unit AS u ON u.id = x.top
ORDER BY CASE WHEN u.code IS NULL THEN 1 ELSE 0 END, u.code, x.rested DESC, x.actor
