-- title: Backdated moments; 补录分析
-- about: what was written down more than a day late, by whom, and whether somebody approved it; 谁补录、晚了多久、是否已批准
-- parameter: level; choice project,city,region,group; project; what a line stands for, with the person; 每行代表的层级（另按人）
-- parameter: from; time; now-90d; written down from then on; 起始时刻（按录入）
-- parameter: until; time; now; and before then; 截止时刻
-- column: unit; text; Unit; 单位
-- column: name; text; Name; 名称
-- column: actor; text; Written by; 录入人
-- column: moments; int; Moments; 补录次数
-- column: cases; int; Cases; 工单数
-- column: waiting; int; Not approved; 待批准
-- column: approved; int; Approved; 已批准
-- column: refused; int; Refused; 未批准
-- column: mean_days; real 1; Mean days late; 平均晚天数
-- column: worst_days; real 1; Most days late; 最长晚天数
-- column: clocks; int; Clocks left out; 未计时限
WITH {place},
one AS (
    SELECT COALESCE(p.top, CASE $level WHEN 'group' THEN 0 ELSE -1 END) AS top, a.name AS actor, e.ticket_id,
           e.recorded_at - e.occurred_at AS delay, b.approved
    FROM event AS e
    JOIN actor AS a ON a.id = e.actor_id
    JOIN ticket AS t ON t.id = e.ticket_id
    LEFT JOIN backdating AS b ON b.ticket_id = e.ticket_id AND b.event_seq = e.seq
    LEFT JOIN place AS p ON p.id = t.unit_id
    WHERE e.mark = 'backdated' AND e.recorded_at >= CAST($from AS BIGINT) AND e.recorded_at < CAST($until AS BIGINT)
),
kept AS (SELECT ticket_id, COUNT(*) AS clocks FROM clock WHERE unproven = 1 GROUP BY ticket_id),
sums AS (
    SELECT top, actor, COUNT(*) AS moments, COUNT(DISTINCT ticket_id) AS cases,
           SUM(CASE WHEN approved IS NULL THEN 1 ELSE 0 END) AS waiting,
           SUM(CASE approved WHEN 'yes' THEN 1 ELSE 0 END) AS approved,
           SUM(CASE approved WHEN 'no' THEN 1 ELSE 0 END) AS refused,
           AVG(delay / 86400.0) AS mean_days, MAX(delay) / 86400.0 AS worst_days
    FROM one GROUP BY top, actor
),
left_out AS (
    SELECT o.top, o.actor, SUM(k.clocks) AS clocks
    FROM (SELECT DISTINCT top, actor, ticket_id FROM one) AS o JOIN kept AS k ON k.ticket_id = o.ticket_id
    GROUP BY o.top, o.actor
)
SELECT COALESCE(u.code, '') AS unit,
       CASE WHEN $level = 'group' THEN '' ELSE COALESCE(u.name, '') END AS name,
       x.actor, x.moments, x.cases, x.waiting, x.approved, x.refused, x.mean_days, x.worst_days,
       COALESCE(l.clocks, 0) AS clocks
FROM sums AS x
LEFT JOIN left_out AS l ON l.top = x.top AND l.actor = x.actor
LEFT JOIN unit AS u ON u.id = x.top
ORDER BY CASE WHEN u.code IS NULL THEN 1 ELSE 0 END, u.code, x.moments DESC, x.actor
