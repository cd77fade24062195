-- title: Due today; 今日待办
-- about: open cases with a limit, a promise or a visit that falls due, what is late first; 今日到期与已超期的工单
-- parameter: owner; text; ; only cases that this person handles; 只看此人处理的工单
-- parameter: now; time; now; the moment it is reckoned for; 统计时刻
-- parameter: until; time; tomorrow; what falls due before then; 到期止点
-- parameter: project; text; ; only this unit and what lies below it; 只看此单位及其下级
-- column: id; int; Id; 编号
-- column: unit; text; Unit; 单位
-- column: priority; choice priority; Priority; 优先级
-- column: kind; choice kind; Kind; 类型
-- column: state; choice state; State; 状态
-- column: what; choice metric; Due; 到期事项
-- column: due_at; time; Due at; 到期时间
-- column: late_hours; real 1; Hours late; 超期小时
-- column: subject; text; Subject; 标题
-- column: assignee; text; Assignee; 处理人
-- Of each case the limit that comes first. Silence is a limit, too: somebody has to call.
WITH RECURSIVE {below},
limits AS (
    SELECT c.ticket_id, c.metric AS what, c.due_at
    FROM clock AS c WHERE c.stopped_at IS NULL AND c.due_at < CAST($until AS BIGINT)
    UNION ALL
    SELECT a.ticket_id, 'visit', a.from_at
    FROM appointment AS a WHERE a.state = 'agreed' AND a.from_at < CAST($until AS BIGINT)
),
first AS (
    SELECT ticket_id, what, due_at, ROW_NUMBER() OVER (PARTITION BY ticket_id ORDER BY due_at, what) AS place
    FROM limits
)
SELECT t.id, COALESCE(u.code, t.project, '') AS unit, t.priority, t.kind, t.state, f.what, f.due_at,
       CASE WHEN f.due_at < CAST($now AS BIGINT) THEN 1.0 * (CAST($now AS BIGINT) - f.due_at) / 3600 END AS late_hours,
       COALESCE(t.subject, t.body) AS subject, t.assignee
FROM first AS f
JOIN ticket AS t ON t.id = f.ticket_id
LEFT JOIN unit AS u ON u.id = t.unit_id
WHERE f.place = 1 AND t.state NOT IN ('cancelled', 'merged')
  AND ($project IS NULL OR t.unit_id IN (SELECT id FROM below))
  AND ($owner IS NULL OR t.assignee = $owner
       OR t.assignee IN (SELECT s.name FROM staff AS s WHERE s.code = $owner)
       OR t.assignee IN (SELECT s.code FROM staff AS s WHERE s.name = $owner))
ORDER BY CASE WHEN f.due_at < CAST($now AS BIGINT) THEN 0 ELSE 1 END, t.priority, f.due_at, t.id
