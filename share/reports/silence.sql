-- title: Cases without a word; 久无音讯
-- about: open cases whose customer heard nothing for days, the longest first; 多日未联系客户的未结工单
-- parameter: level; choice project,city,region,group; project; which unit stands before a case; 工单前显示的层级
-- parameter: now; time; now; the moment it is reckoned for; 统计时刻
-- parameter: days; int; 3; natural days without a word that reached the customer; 无音讯天数
-- column: unit; text; Unit; 单位
-- column: name; text; Name; 名称
-- column: id; int; Id; 编号
-- column: kind; choice kind; Kind; 类型
-- column: priority; choice priority; Priority; 优先级
-- column: state; choice state; State; 状态
-- column: subject; text; Subject; 标题
-- column: assignee; text; Assignee; 处理人
-- column: last_contact_at; time; Last contact; 最近联系
-- column: silent_days; int; Silent days; 静默天数
-- column: chasers; int; Chasers; 催办次数
WITH {place},
one AS (
    SELECT COALESCE(p.top, CASE $level WHEN 'group' THEN 0 ELSE -1 END) AS top, t.id, t.kind, t.priority, t.state, COALESCE(t.subject, t.body) AS subject, t.assignee,
           t.last_contact_at, (CAST($now AS BIGINT) - COALESCE(t.last_contact_at, t.opened_at)) / 86400 AS silent_days,
           t.chasers
    FROM ticket AS t
    JOIN state AS s ON s.code = t.state AND s.ended = 0 AND s.step <> 'callback'
    LEFT JOIN place AS p ON p.id = t.unit_id
    WHERE COALESCE(t.last_contact_at, t.opened_at) <= CAST($now AS BIGINT) - CAST($days AS BIGINT) * 86400
)
SELECT COALESCE(u.code, '') AS unit,
       CASE WHEN $level = 'group' THEN '' ELSE COALESCE(u.name, '') END AS name,
       x.id, x.kind, x.priority, x.state, x.subject, x.assignee, x.last_contact_at, x.silent_days, x.chasers
FROM one AS x LEFT JOIN unit AS u ON u.id = x.top
ORDER BY CASE WHEN u.code IS NULL THEN 1 ELSE 0 END, u.code, x.silent_days DESC, x.id
