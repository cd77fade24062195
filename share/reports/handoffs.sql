-- title: Hand-offs; 转办与退单
-- about: who passed cases on to whom, or sent them back, and how long they had lain there; 谁转给谁、谁退回、转办前停留多久
-- parameter: level; choice project,city,region,group; project; what a line stands for; 每行代表的层级
-- parameter: from; time; now-30d; from then on; 起始时刻
-- parameter: until; time; now; and before then; 截止时刻
-- column: unit; text; Unit; 单位
-- column: name; text; Name; 名称
-- column: giver; text; From; 转出
-- column: taker; text; To; 转入
-- column: handoffs; int; Hand-offs; 转办次数
-- column: refused; int; Sent back; 退回次数
-- column: cases; int; Cases; 工单数
-- column: thrice; int; Cases passed on 3 times; 三次以上工单
-- column: mean_days; real 1; Mean days held; 平均停留天数
-- A hand-off is a change of the department that handles a case, or an order that comes back.
WITH {place},
pass AS (
    SELECT e.ticket_id, e.seq, e.occurred_at, e.old AS giver, COALESCE(e.new, '') AS taker,
           CASE e.field WHEN 'refused_by' THEN 1 ELSE 0 END AS refused
    FROM event AS e
    WHERE e.verb = 'change' AND e.old IS NOT NULL
      AND (e.field = 'refused_by'
           OR (e.field = 'handling_dept'
               AND NOT EXISTS (SELECT 1 FROM event AS r WHERE r.ticket_id = e.ticket_id AND r.field = 'refused_by'
                               AND r.occurred_at = e.occurred_at AND r.old = e.old)))
),
one AS (
    SELECT COALESCE(p.top, CASE $level WHEN 'group' THEN 0 ELSE -1 END) AS top, x.ticket_id, x.giver, x.taker, x.refused,
           COUNT(*) OVER (PARTITION BY x.ticket_id) AS times,
           x.occurred_at - COALESCE(LAG(x.occurred_at) OVER (PARTITION BY x.ticket_id ORDER BY x.occurred_at, x.seq),
                                    t.opened_at) AS lain
    FROM pass AS x
    JOIN ticket AS t ON t.id = x.ticket_id
    LEFT JOIN place AS p ON p.id = t.unit_id
    WHERE x.occurred_at >= CAST($from AS BIGINT) AND x.occurred_at < CAST($until AS BIGINT)
),
sums AS (
    SELECT top, giver, taker, COUNT(*) AS handoffs, SUM(refused) AS refused, COUNT(DISTINCT ticket_id) AS cases,
           COUNT(DISTINCT CASE WHEN times >= 3 THEN ticket_id END) AS thrice, AVG(lain / 86400.0) AS mean_days
    FROM one GROUP BY top, giver, taker
)
SELECT COALESCE(u.code, '') AS unit,
       CASE WHEN $level = 'group' THEN '' ELSE COALESCE(u.name, '') END AS name,
       x.giver, x.taker, x.handoffs, x.refused, x.cases, x.thrice, x.mean_days
FROM sums AS x LEFT JOIN unit AS u ON u.id = x.top
ORDER BY CASE WHEN u.code IS NULL THEN 1 ELSE 0 END, u.code, x.handoffs DESC, x.giver, x.taker
