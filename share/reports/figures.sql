-- title: Figures of one month by project; 单月指标明细
-- about: what kpi is reckoned from and what freezing keeps: the counts behind each figure; 关键指标的分子与分母，冻结的就是它们
-- parameter: month; month; last; which month; 月份
-- parameter: now; time; now; the moment it is reckoned for; 统计时刻
-- column: month; date; Month; 月份
-- column: unit; text; Unit; 单位
-- column: figure; choice figure; Figure; 指标
-- column: part; int; Part; 分子
-- column: whole; int; Whole; 分母
-- column: frozen; choice yes_no; Frozen; 已冻结
WITH {months},
asked AS (SELECT * FROM month WHERE month = CAST($month AS BIGINT)),
{figures}
SELECT f.month, COALESCE(u.code, '') AS unit, f.figure, f.part, f.whole,
       CASE f.frozen WHEN 1 THEN 'yes' ELSE 'no' END AS frozen
FROM figure AS f
JOIN figures AS g ON g.figure = f.figure
LEFT JOIN unit AS u ON u.id = f.unit_id
ORDER BY CASE WHEN u.code IS NULL THEN 1 ELSE 0 END, u.code, g.rank
