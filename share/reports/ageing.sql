-- title: Age of open cases; 未结工单账龄
-- about: open cases by natural days since they were reported; 未结工单按自然天数分布
-- parameter: level; choice project,city,region,group; project; what a line stands for; 每行代表的层级
-- parameter: now; time; now; the moment it is reckoned for; 统计时刻
-- parameter: kind; text; ; only this kind of case; 只看此类工单
-- column: unit; text; Unit; 单位
-- column: name; text; Name; 名称
-- column: kind; choice kind; Kind; 类型
-- column: open; int; Open; 未结
-- column: age_0_1; int; 0-1 days; 0-1天
-- column: age_2_7; int; 2-7 days; 2-7天
-- column: age_8_14; int; 8-14 days; 8-14天
-- column: age_15_30; int; 15-30 days; 15-30天
-- column: age_31_60; int; 31-60 days; 31-60天
-- column: age_over_60; int; Over 60 days; 60天以上
-- column: age_unknown; int; Age unknown; 无受理时间
-- column: mean_days; real 1; Mean days; 平均天数
-- column: oldest_days; int; Oldest; 最久天数
WITH {place},
one AS (
    SELECT COALESCE(p.top, CASE $level WHEN 'group' THEN 0 ELSE -1 END) AS top, t.kind,
           (CAST($now AS BIGINT) - t.opened_at) / 86400 AS age
    FROM ticket AS t
    JOIN state AS s ON s.code = t.state AND s.ended = 0 AND s.step <> 'callback'
    LEFT JOIN place AS p ON p.id = t.unit_id
    WHERE $kind IS NULL OR t.kind = $kind
),
sums AS (
    SELECT top, kind, COUNT(*) AS open,
           SUM(CASE WHEN age <= 1 THEN 1 ELSE 0 END) AS age_0_1,
           SUM(CASE WHEN age BETWEEN 2 AND 7 THEN 1 ELSE 0 END) AS age_2_7,
           SUM(CASE WHEN age BETWEEN 8 AND 14 THEN 1 ELSE 0 END) AS age_8_14,
           SUM(CASE WHEN age BETWEEN 15 AND 30 THEN 1 ELSE 0 END) AS age_15_30,
           SUM(CASE WHEN age BETWEEN 31 AND 60 THEN 1 ELSE 0 END) AS age_31_60,
           SUM(CASE WHEN age > 60 THEN 1 ELSE 0 END) AS age_over_60,
           SUM(CASE WHEN age IS NULL THEN 1 ELSE 0 END) AS age_unknown,
           AVG(1.0 * age) AS mean_days, MAX(age) AS oldest_days
    FROM one GROUP BY top, kind
)
SELECT COALESCE(u.code, '') AS unit,
       CASE WHEN $level = 'group' THEN '' ELSE COALESCE(u.name, '') END AS name,
       x.kind, x.open, x.age_0_1, x.age_2_7, x.age_8_14, x.age_15_30, x.age_31_60, x.age_over_60, x.age_unknown,
       x.mean_days, x.oldest_days
FROM sums AS x LEFT JOIN unit AS u ON u.id = x.top
ORDER BY CASE WHEN u.code IS NULL THEN 1 ELSE 0 END, u.code, x.kind
