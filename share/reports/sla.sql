-- title: Limits kept; 时限达成
-- about: of the clocks started in a span: stopped in time, late, still running; 期间启动的时限：按时、超期、进行中
-- parameter: level; choice project,city,region,group; project; what a line stands for; 每行代表的层级
-- parameter: from; time; now-30d; clocks started from then on; 起始时刻
-- parameter: until; time; now; and before then, which is also the moment it is reckoned for; 截止与统计时刻
-- parameter: kind; text; ; only this kind of case; 只看此类工单
-- column: unit; text; Unit; 单位
-- column: name; text; Name; 名称
-- column: metric; choice metric; Clock; 时限
-- column: started; int; Started; 启动
-- column: in_time; int; In time; 按时
-- column: late; int; Late; 超期完成
-- column: overdue; int; Running late; 超期未完
-- column: running; int; Running; 进行中
-- column: unproven; int; Unproven; 待核实
-- column: in_time_percent; real 1; In time %; 及时率%
-- column: mean_hours; real 1; Mean hours; 平均小时
-- Cases whose times contradict each other stay out, and so do voided and merged ones. A clock that was stopped by a
-- moment written down more than a day late is neither in time nor late until somebody confirms it: it is unproven.
WITH {place},
one AS (
    SELECT COALESCE(p.top, CASE $level WHEN 'group' THEN 0 ELSE -1 END) AS top, c.metric, c.started_at, c.due_at,
           CASE WHEN c.stopped_at <= CAST($until AS BIGINT) THEN c.stopped_at END AS stopped_at,
           CASE WHEN c.stopped_at <= CAST($until AS BIGINT) THEN c.unproven ELSE 0 END AS unproven
    FROM clock AS c
    JOIN ticket AS t ON t.id = c.ticket_id
    LEFT JOIN place AS p ON p.id = t.unit_id
    WHERE c.started_at >= CAST($from AS BIGINT) AND c.started_at < CAST($until AS BIGINT)
      AND ($kind IS NULL OR t.kind = $kind)
      AND t.state NOT IN ('cancelled', 'merged')
      AND (t.anomalies IS NULL OR t.anomalies NOT LIKE '%times%')
),
sums AS (
    SELECT top, metric, COUNT(*) AS started,
           SUM(CASE WHEN unproven = 0 AND stopped_at IS NOT NULL AND (due_at IS NULL OR stopped_at <= due_at) THEN 1 ELSE 0 END) AS in_time,
           SUM(CASE WHEN unproven = 0 AND stopped_at > due_at THEN 1 ELSE 0 END) AS late,
           SUM(CASE WHEN stopped_at IS NULL AND due_at < CAST($until AS BIGINT) THEN 1 ELSE 0 END) AS overdue,
           SUM(CASE WHEN stopped_at IS NULL AND (due_at IS NULL OR due_at >= CAST($until AS BIGINT)) THEN 1 ELSE 0 END) AS running,
           SUM(unproven) AS unproven,
           AVG(CASE WHEN unproven = 0 THEN 1.0 * (stopped_at - started_at) / 3600 END) AS mean_hours
    FROM one GROUP BY top, metric
)
SELECT COALESCE(u.code, '') AS unit,
       CASE WHEN $level = 'group' THEN '' ELSE COALESCE(u.name, '') END AS name,
       x.metric, x.started, x.in_time, x.late, x.overdue, x.running, x.unproven,
       CASE WHEN x.in_time + x.late + x.overdue > 0
            THEN 100.0 * x.in_time / (x.in_time + x.late + x.overdue) END AS in_time_percent,
       x.mean_hours
FROM sums AS x LEFT JOIN unit AS u ON u.id = x.top
ORDER BY CASE WHEN u.code IS NULL THEN 1 ELSE 0 END, u.code, x.metric
