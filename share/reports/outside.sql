-- title: Orders of others; 外部工单
-- about: orders of the hotline and its kin with their own limits, extensions and what is left; 热线等外部工单的时限、延期与剩余
-- parameter: level; choice project,city,region,group; project; which unit stands before an order; 工单前显示的层级
-- parameter: now; time; now; the moment it is reckoned for; 统计时刻
-- parameter: open; choice yes,all; yes; orders that are not finished, or all; 只看未办结或全部
-- column: unit; text; Unit; 单位
-- column: id; int; Case; 工单
-- column: external_id; text; Their number; 外部单号
-- column: due_at; time; Their limit; 办结时限
-- column: days_left; real 1; Days left; 剩余天数
-- column: finish; choice kept; Finish; 办结
-- column: sign; choice kept; Signed; 签收
-- column: contact; choice kept; Contact; 联系
-- column: answer; choice kept; Answer; 答复
-- column: source; text; Source; 来源系统
-- column: channel; choice channel; Channel; 渠道
-- column: received_at; time; Received; 收到
-- column: extensions; int; Extensions; 延期
-- column: refused; int; Refused; 延期未准
-- column: state; choice state; State; 状态
WITH {place},
limits AS (
    SELECT c.ticket_id, c.instance, c.metric, c.due_at,
           CASE WHEN c.stopped_at IS NOT NULL AND (c.due_at IS NULL OR c.stopped_at <= c.due_at) THEN 'kept'
                WHEN c.stopped_at IS NOT NULL OR c.due_at < CAST($now AS BIGINT) THEN 'missed' ELSE 'open' END AS word
    FROM clock AS c WHERE c.metric IN ('outside_sign', 'outside_contact', 'outside_answer', 'outside_finish')
),
sums AS (
    SELECT o.ticket_id, o.number,
           MAX(CASE l.metric WHEN 'outside_sign' THEN l.word END) AS sign,
           MAX(CASE l.metric WHEN 'outside_contact' THEN l.word END) AS contact,
           MAX(CASE l.metric WHEN 'outside_answer' THEN l.word END) AS answer,
           MAX(CASE l.metric WHEN 'outside_finish' THEN l.word END) AS finish,
           MAX(CASE l.metric WHEN 'outside_finish' THEN l.due_at END) AS due_at
    FROM outside_order AS o LEFT JOIN limits AS l ON l.ticket_id = o.ticket_id AND l.instance = o.number
    GROUP BY o.ticket_id, o.number
)
SELECT COALESCE(u.code, '') AS unit, o.ticket_id AS id, o.external_id, COALESCE(x.due_at, o.target_at) AS due_at,
       CASE WHEN o.finished_at IS NULL
            THEN (COALESCE(x.due_at, o.target_at) - CAST($now AS BIGINT)) / 86400.0 END AS days_left,
       x.finish, x.sign, x.contact, x.answer, s.name AS source, o.channel, o.received_at,
       (SELECT COUNT(*) FROM extension AS e
        WHERE e.ticket_id = o.ticket_id AND e.number = o.number AND e.granted = 'yes') AS extensions,
       (SELECT COUNT(*) FROM extension AS e
        WHERE e.ticket_id = o.ticket_id AND e.number = o.number AND e.granted = 'no') AS refused,
       t.state
FROM outside_order AS o
JOIN sums AS x ON x.ticket_id = o.ticket_id AND x.number = o.number
JOIN source AS s ON s.id = o.source_id
JOIN ticket AS t ON t.id = o.ticket_id
LEFT JOIN place AS p ON p.id = t.unit_id
LEFT JOIN unit AS u ON u.id = COALESCE(p.top, CASE $level WHEN 'group' THEN 0 ELSE -1 END)
WHERE $open = 'all' OR o.finished_at IS NULL
ORDER BY CASE WHEN u.code IS NULL THEN 1 ELSE 0 END, u.code,
         CASE WHEN COALESCE(x.due_at, o.target_at) IS NULL THEN 1 ELSE 0 END, COALESCE(x.due_at, o.target_at), o.ticket_id, o.number
