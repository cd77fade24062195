-- title: Same caller; 同一来电人
-- about: who called several times within days, and what became of it; 短期内多次来电的客户及处理情况
-- parameter: days; int; 7; within so many days; 天数
-- parameter: times; int; 3; at least so many cases; 至少几件
-- parameter: now; time; now; the moment it is reckoned for; 统计时刻
-- parameter: project; text; ; only this unit and what lies below it; 只看此单位及其下级
-- column: unit; text; Unit; 单位
-- column: phone; text; Phone; 电话
-- column: cases; int; Cases; 工单数
-- column: open; int; Open; 未结
-- column: chasers; int; Chasers; 催办次数
-- column: kinds; int; Kinds; 类型数
-- column: homes; int; Homes; 房屋数
-- column: first_at; time; First; 首次
-- column: last_at; time; Last; 最近
-- column: newest; int; Newest case; 最近工单
-- A chaser that was added to its case counts as a call.
WITH RECURSIVE {below}
SELECT COALESCE(u.code, '') AS unit, MIN(t.phone) AS phone, COUNT(*) AS cases, SUM(1 - s.ended) AS open, SUM(t.chasers) AS chasers,
       COUNT(DISTINCT t.kind) AS kinds, COUNT(DISTINCT t.home_id) AS homes, MIN(t.opened_at) AS first_at,
       MAX(t.opened_at) AS last_at, MAX(t.id) AS newest
FROM ticket AS t
JOIN state AS s ON s.code = t.state
LEFT JOIN unit AS u ON u.id = t.unit_id
WHERE t.phone_key IS NOT NULL AND t.state NOT IN ('cancelled', 'merged')
  AND t.opened_at > CAST($now AS BIGINT) - CAST($days AS BIGINT) * 86400 AND t.opened_at <= CAST($now AS BIGINT)
  AND ($project IS NULL OR t.unit_id IN (SELECT id FROM below))
GROUP BY u.code, t.phone_key
HAVING COUNT(*) + SUM(t.chasers) >= CAST($times AS BIGINT)
ORDER BY CASE WHEN u.code IS NULL THEN 1 ELSE 0 END, u.code, cases DESC, chasers DESC, last_at DESC, newest
