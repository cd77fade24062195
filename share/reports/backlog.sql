-- title: Backlog by step; 各节点积压
-- about: open cases by the step of the loop that comes next, and how long they have been open; 未结工单停在哪个节点
-- parameter: level; choice project,city,region,group; project; what a line stands for; 每行代表的层级
-- parameter: now; time; now; the moment it is reckoned for; 统计时刻
-- parameter: kind; text; ; only this kind of case; 只看此类工单
-- column: unit; text; Unit; 单位
-- column: name; text; Name; 名称
-- column: open; int; Open; 未结
-- column: receive; int; Reception; 待受理
-- column: inspect; int; Inspection; 待查验
-- column: dispatch; int; Dispatch; 待派单
-- column: work; int; Work; 处理中
-- column: close; int; Close; 待结单
-- column: held; int; Held; 挂起
-- column: call_back; int; To call back; 待回访
-- column: overdue; int; Overdue; 超期
-- column: mean_days; real 1; Mean days; 平均天数
-- A case that waits for its call-back is closed, so it is not among the open ones.
WITH {place},
late AS (
    SELECT DISTINCT ticket_id FROM clock
    WHERE stopped_at IS NULL AND due_at <= CAST($now AS BIGINT) AND metric <> 'silence'
),
one AS (
    SELECT COALESCE(p.top, CASE $level WHEN 'group' THEN 0 ELSE -1 END) AS top, s.step, t.state,
           CASE WHEN s.step = 'callback' THEN 1 ELSE 0 END AS ended,
           CASE WHEN s.step <> 'callback' THEN 1.0 * (CAST($now AS BIGINT) - t.opened_at) / 86400 END AS age,
           l.ticket_id AS late
    FROM ticket AS t
    JOIN state AS s ON s.code = t.state
    LEFT JOIN place AS p ON p.id = t.unit_id
    LEFT JOIN late AS l ON l.ticket_id = t.id
    WHERE (s.ended = 0 OR s.step = 'callback') AND ($kind IS NULL OR t.kind = $kind)
),
sums AS (
    SELECT top, SUM(1 - ended) AS open,
           SUM(CASE WHEN step = 'receive' THEN 1 ELSE 0 END) AS receive,
           SUM(CASE WHEN step = 'inspect' THEN 1 ELSE 0 END) AS inspect,
           SUM(CASE WHEN step = 'dispatch' THEN 1 ELSE 0 END) AS dispatch,
           SUM(CASE WHEN step = 'work' AND state <> 'held' THEN 1 ELSE 0 END) AS work,
           SUM(CASE WHEN step = 'close' THEN 1 ELSE 0 END) AS close,
           SUM(CASE WHEN state = 'held' THEN 1 ELSE 0 END) AS held,
           SUM(CASE WHEN state = 'to_call_back' THEN 1 ELSE 0 END) AS call_back,
           SUM(CASE WHEN ended = 0 AND late IS NOT NULL THEN 1 ELSE 0 END) AS overdue,
           AVG(age) AS mean_days
    FROM one GROUP BY top
)
SELECT COALESCE(u.code, '') AS unit,
       CASE WHEN $level = 'group' THEN '' ELSE COALESCE(u.name, '') END AS name,
       x.open, x.receive, x.inspect, x.dispatch, x.work, x.close, x.held, x.call_back, x.overdue, x.mean_days
FROM sums AS x LEFT JOIN unit AS u ON u.id = x.top
ORDER BY CASE WHEN u.code IS NULL THEN 1 ELSE 0 END, u.code
