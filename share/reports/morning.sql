-- title: Morning report; 晨会报表
-- about: what came in and went out since yesterday, what is late, silent, held, reopened; 昨日以来的新增、办结，超期、静默、挂起、重开
-- parameter: level; choice project,city,region,group; project; what a line stands for; 每行代表的层级
-- parameter: now; time; now; the moment it is reckoned for; 统计时刻
-- parameter: since; time; now-24h; from when cases count as new and done; 新增与办结的起点
-- parameter: tomorrow; time; now+24h; until when a limit counts as due today; 今日到期的止点
-- parameter: outside; time; now+2wd; until when a limit of others counts as near; 外部时限临近的止点
-- column: unit; text; Unit; 单位
-- column: name; text; Name; 名称
-- column: new; int; New; 新增
-- column: done; int; Done; 办结
-- column: open; int; Open; 未结
-- column: due_today; int; Due today; 今日到期
-- column: overdue; int; Overdue; 超期
-- column: emergencies; int; Emergencies; 特急
-- column: outside_due; int; Outside due; 外部临期
-- column: silent; int; Silent 3 days; 三天无音讯
-- column: holds_at_limit; int; Holds at limit; 挂起到期
-- column: reopened_twice; int; Reopened twice; 重开两次
-- column: same_caller; int; Same caller; 一周三次来电
-- column: flagged; int; Flagged; 敏感
-- column: age_8_14; int; 8-14 days; 8-14天
-- column: age_15_30; int; 15-30 days; 15-30天
-- column: age_over_30; int; Over 30 days; 30天以上
WITH {place},
late AS (
    SELECT ticket_id, MAX(CASE WHEN due_at <= CAST($now AS BIGINT) THEN 1 ELSE 0 END) AS over,
           MAX(CASE WHEN due_at > CAST($now AS BIGINT) AND due_at <= CAST($tomorrow AS BIGINT) THEN 1 ELSE 0 END) AS near
    FROM clock
    WHERE stopped_at IS NULL AND due_at <= CAST($tomorrow AS BIGINT) AND metric <> 'silence'
    GROUP BY ticket_id
),
theirs AS (
    SELECT o.ticket_id, MAX(CASE WHEN o.finished_at IS NULL AND COALESCE(c.due_at, o.target_at) <= CAST($outside AS BIGINT)
                                 THEN 1 ELSE 0 END) AS near
    FROM outside_order AS o
    LEFT JOIN clock AS c ON c.ticket_id = o.ticket_id AND c.metric = 'outside_finish' AND c.instance = o.number
    GROUP BY o.ticket_id
),
resting AS (
    SELECT DISTINCT ticket_id FROM hold WHERE ended_at IS NULL AND limit_at <= CAST($tomorrow AS BIGINT)
),
callers AS (
    SELECT unit_id, phone_key FROM ticket
    WHERE phone_key IS NOT NULL AND opened_at > CAST($now AS BIGINT) - 604800 AND opened_at <= CAST($now AS BIGINT)
    GROUP BY unit_id, phone_key HAVING COUNT(*) >= 3
),
one AS (
    SELECT COALESCE(p.top, CASE $level WHEN 'group' THEN 0 ELSE -1 END) AS top, t.opened_at, t.closed_at,
           CASE WHEN s.ended = 0 AND s.step <> 'callback' THEN 0 ELSE 1 END AS ended,
           (CAST($now AS BIGINT) - t.opened_at) / 86400 AS age, t.priority, t.target_at, t.reopens, t.flags,
           COALESCE(t.last_contact_at, t.opened_at) AS heard_at, l.over, l.near, h.ticket_id AS resting, o.near AS theirs
    FROM ticket AS t
    JOIN state AS s ON s.code = t.state
    LEFT JOIN place AS p ON p.id = t.unit_id
    LEFT JOIN late AS l ON l.ticket_id = t.id
    LEFT JOIN resting AS h ON h.ticket_id = t.id
    LEFT JOIN theirs AS o ON o.ticket_id = t.id
    WHERE (s.ended = 0 AND s.step <> 'callback') OR o.near = 1 OR t.opened_at > CAST($since AS BIGINT)
       OR t.closed_at > CAST($since AS BIGINT)
),
-- Who has a case at all has a line, though none of them may count today.
line AS (
    SELECT DISTINCT COALESCE(p.top, CASE $level WHEN 'group' THEN 0 ELSE -1 END) AS top
    FROM (SELECT u.id FROM unit AS u WHERE EXISTS (SELECT 1 FROM ticket AS t WHERE t.unit_id = u.id)
          UNION ALL
          SELECT -1 WHERE EXISTS (SELECT 1 FROM ticket AS t WHERE t.unit_id IS NULL)) AS w
    LEFT JOIN place AS p ON p.id = w.id
),
many AS (
    SELECT COALESCE(p.top, CASE $level WHEN 'group' THEN 0 ELSE -1 END) AS top, COUNT(*) AS callers
    FROM callers AS c LEFT JOIN place AS p ON p.id = c.unit_id GROUP BY 1
),
sums AS (
    SELECT top,
           SUM(CASE WHEN opened_at > CAST($since AS BIGINT) AND opened_at <= CAST($now AS BIGINT) THEN 1 ELSE 0 END) AS new,
           SUM(CASE WHEN closed_at > CAST($since AS BIGINT) AND closed_at <= CAST($now AS BIGINT) THEN 1 ELSE 0 END) AS done,
           SUM(1 - ended) AS open,
           SUM(CASE WHEN ended = 0 AND near = 1 THEN 1 ELSE 0 END) AS due_today,
           SUM(CASE WHEN ended = 0 AND over = 1 THEN 1 ELSE 0 END) AS overdue,
           SUM(CASE WHEN ended = 0 AND age BETWEEN 8 AND 14 THEN 1 ELSE 0 END) AS age_8_14,
           SUM(CASE WHEN ended = 0 AND age BETWEEN 15 AND 30 THEN 1 ELSE 0 END) AS age_15_30,
           SUM(CASE WHEN ended = 0 AND age > 30 THEN 1 ELSE 0 END) AS age_over_30,
           SUM(CASE WHEN ended = 0 AND priority = 1 THEN 1 ELSE 0 END) AS emergencies,
           SUM(CASE WHEN theirs = 1 OR (theirs IS NULL AND ended = 0 AND target_at <= CAST($outside AS BIGINT))
                    THEN 1 ELSE 0 END) AS outside_due,
           SUM(CASE WHEN ended = 0 AND heard_at <= CAST($now AS BIGINT) - 259200 THEN 1 ELSE 0 END) AS silent,
           SUM(CASE WHEN ended = 0 AND resting IS NOT NULL THEN 1 ELSE 0 END) AS holds_at_limit,
           SUM(CASE WHEN ended = 0 AND reopens >= 2 THEN 1 ELSE 0 END) AS reopened_twice,
           SUM(CASE WHEN ended = 0 AND flags IS NOT NULL THEN 1 ELSE 0 END) AS flagged
    FROM one GROUP BY top
)
SELECT COALESCE(u.code, '') AS unit,
       CASE WHEN $level = 'group' THEN '' ELSE COALESCE(u.name, '') END AS name,
       COALESCE(x.new, 0) AS new, COALESCE(x.done, 0) AS done, COALESCE(x.open, 0) AS open,
       COALESCE(x.due_today, 0) AS due_today, COALESCE(x.overdue, 0) AS overdue,
       COALESCE(x.emergencies, 0) AS emergencies, COALESCE(x.outside_due, 0) AS outside_due,
       COALESCE(x.silent, 0) AS silent, COALESCE(x.holds_at_limit, 0) AS holds_at_limit,
       COALESCE(x.reopened_twice, 0) AS reopened_twice, COALESCE(m.callers, 0) AS same_caller,
       COALESCE(x.flagged, 0) AS flagged, COALESCE(x.age_8_14, 0) AS age_8_14, COALESCE(x.age_15_30, 0) AS age_15_30,
       COALESCE(x.age_over_30, 0) AS age_over_30
FROM line AS l
LEFT JOIN sums AS x ON x.top = l.top
LEFT JOIN unit AS u ON u.id = l.top
LEFT JOIN many AS m ON m.top = l.top
ORDER BY CASE WHEN u.code IS NULL THEN 1 ELSE 0 END, u.code
