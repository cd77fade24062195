-- title: Likely duplicates; 疑似重复工单
-- about: pairs of cases of one home, or one caller, about the same thing within days; 同一房屋或同一来电人短期内的相同诉求
-- parameter: days; int; 14; at most so many days apart; 间隔天数
-- parameter: from; time; now-90d; the later one was opened from then on; 起始时刻
-- parameter: until; time; now; and before then; 截止时刻
-- parameter: project; text; ; only this unit and what lies below it; 只看此单位及其下级
-- column: unit; text; Unit; 单位
-- column: id; int; Case; 工单
-- column: earlier; int; Earlier case; 在先工单
-- column: why; choice same; Same; 相同点
-- column: kind; choice kind; Kind; 类型
-- column: component; choice component; Component; 部件
-- column: days_apart; real 1; Days apart; 间隔天数
-- column: earlier_state; choice state; Earlier state; 在先状态
-- column: subject; text; Subject; 标题
-- column: earlier_subject; text; Earlier subject; 在先标题
-- cs-ticket check compares the texts, too; this is the plain count for a report.
WITH RECURSIVE {below},
case_ AS (
    SELECT t.id, t.unit_id, t.home_id, t.phone_key, t.kind, t.state, COALESCE(t.subject, t.body) AS subject, t.opened_at,
           (SELECT MIN(f.component) FROM fault AS f WHERE f.ticket_id = t.id AND f.seq = 1) AS component
    FROM ticket AS t
    WHERE t.opened_at >= CAST($from AS BIGINT) - CAST($days AS BIGINT) * 86400 AND t.opened_at < CAST($until AS BIGINT)
      AND t.state NOT IN ('cancelled', 'merged') AND t.kind <> 'chaser'
),
pair AS (
    SELECT b.id, a.id AS earlier, 'home' AS why, b.unit_id, b.kind, b.component, b.opened_at - a.opened_at AS apart,
           a.state AS earlier_state, b.subject, a.subject AS earlier_subject, b.opened_at
    FROM case_ AS a JOIN case_ AS b ON b.home_id = a.home_id
    WHERE a.kind = b.kind AND (a.component = b.component OR a.subject = b.subject)
      AND (a.opened_at < b.opened_at OR (a.opened_at = b.opened_at AND a.id < b.id))
    UNION ALL
    SELECT b.id, a.id, 'phone', b.unit_id, b.kind, b.component, b.opened_at - a.opened_at, a.state, b.subject, a.subject,
           b.opened_at
    FROM case_ AS a JOIN case_ AS b ON b.phone_key = a.phone_key
    WHERE a.kind = b.kind AND (a.component = b.component OR a.subject = b.subject)
      AND (a.home_id IS NULL OR b.home_id IS NULL)
      AND (a.opened_at < b.opened_at OR (a.opened_at = b.opened_at AND a.id < b.id))
)
SELECT COALESCE(u.code, '') AS unit, x.id, x.earlier, x.why, x.kind, x.component, x.apart / 86400.0 AS days_apart,
       x.earlier_state, x.subject, x.earlier_subject
FROM pair AS x LEFT JOIN unit AS u ON u.id = x.unit_id
WHERE x.apart <= CAST($days AS BIGINT) * 86400 AND x.opened_at >= CAST($from AS BIGINT)
  AND ($project IS NULL OR x.unit_id IN (SELECT id FROM below))
ORDER BY CASE WHEN u.code IS NULL THEN 1 ELSE 0 END, u.code, x.id, x.earlier
