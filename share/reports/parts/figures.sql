-- The figures of the months in `asked` (a report names them first), a row a month, project and figure:
-- figure (month, unit_id, figure, part, whole, frozen). What was frozen is never reckoned again. Each clock and
-- each case counts in one month: that of the moment which settled it.
figures (figure, rank, scale, lower) AS (
    VALUES ('repairs', 1, 1000, 1), ('complaints', 2, 1000, 1), ('answered', 3, 100, 0), ('within_day', 4, 100, 0),
           ('visits', 5, 100, 0), ('appointments', 6, 100, 0), ('finished', 7, 100, 0), ('first_time', 8, 100, 0),
           ('rework', 9, 100, 1), ('reached', 10, 100, 0), ('satisfied', 11, 100, 0), ('valid', 12, 100, 1),
           ('hotline_contacted', 13, 100, 0), ('hotline_solved', 14, 100, 0), ('hotline_satisfied', 15, 100, 0),
           ('unclassified', 16, 100, 1)
),
-- A clock was kept when it stopped by its limit, missed when its limit passed; one that nobody proved is neither.
settled AS (
    SELECT c.ticket_id, c.metric, c.instance,
           CASE WHEN c.stopped_at IS NOT NULL AND (c.due_at IS NULL OR c.stopped_at <= c.due_at)
                THEN c.stopped_at ELSE c.due_at END AS at,
           CASE WHEN c.stopped_at IS NOT NULL AND (c.due_at IS NULL OR c.stopped_at <= c.due_at)
                THEN 1 ELSE 0 END AS kept
    FROM clock AS c
    WHERE c.metric IN ('answer', 'contact', 'visit', 'done', 'outside_contact') AND c.unproven = 0
      AND ((c.stopped_at IS NOT NULL AND (c.due_at IS NULL OR c.stopped_at <= c.due_at))
           OR c.due_at < CAST($now AS BIGINT))
),
counted AS (
    SELECT t.id, t.unit_id, t.kind, t.channel, t.opened_at, t.first_contact_at, t.closed_at, t.callback_at, t.score,
           t.callback_result, t.verdict, t.reopens,
           CASE WHEN t.anomalies LIKE '%times%' THEN 1 ELSE 0 END AS doubtful
    FROM ticket AS t WHERE t.state NOT IN ('cancelled', 'merged')
),
finished AS (
    SELECT t.unit_id, t.closed_at, t.reopens,
           (SELECT COUNT(*) FROM work_order AS w WHERE w.ticket_id = t.id AND w.reworks > 0) AS reworked,
           (SELECT COUNT(*) FROM fault AS f
            WHERE f.ticket_id = t.id AND f.class IS NOT NULL AND f.class <> 'undecided') AS classed
    FROM counted AS t WHERE t.kind = 'repair' AND t.closed_at IS NOT NULL
),
-- A moment of a case is one row, however many figures it counts in: `what` says what a, b, c, d are.
moment AS (
    SELECT unit_id, opened_at AS at, 1 AS what, CASE kind WHEN 'repair' THEN 1 ELSE 0 END AS a,
           CASE kind WHEN 'complaint' THEN 1 ELSE 0 END AS b, 0 AS c, 0 AS d
    FROM counted WHERE kind IN ('repair', 'complaint')
    UNION ALL
    SELECT unit_id, CASE WHEN first_contact_at <= opened_at + 86400 THEN first_contact_at ELSE opened_at + 86400 END,
           2, CASE WHEN first_contact_at <= opened_at + 86400 THEN 1 ELSE 0 END, 0, 0, 0
    FROM counted
    WHERE kind IN ('repair', 'complaint') AND doubtful = 0
      AND (first_contact_at <= opened_at + 86400 OR opened_at + 86400 < CAST($now AS BIGINT))
    UNION ALL
    SELECT unit_id, closed_at, 3, CASE WHEN reopens = 0 AND reworked = 0 THEN 1 ELSE 0 END,
           CASE WHEN reworked > 0 THEN 1 ELSE 0 END, CASE WHEN classed = 0 THEN 1 ELSE 0 END, 0
    FROM finished
    UNION ALL
    SELECT unit_id, COALESCE(callback_at, closed_at), 4, CASE WHEN callback_result IS NOT NULL THEN 1 ELSE 0 END,
           CASE WHEN callback_result IN ('solved', 'unhappy', 'not_solved') THEN 1 ELSE 0 END,
           CASE WHEN score IS NOT NULL THEN 1 ELSE 0 END, CASE WHEN score >= 4 THEN 1 ELSE 0 END
    FROM counted WHERE callback_result IS NOT NULL OR score IS NOT NULL
    UNION ALL
    SELECT unit_id, COALESCE(callback_at, closed_at), 5,
           CASE WHEN callback_result IN ('solved', 'unhappy', 'not_solved') THEN 1 ELSE 0 END,
           CASE WHEN callback_result IN ('solved', 'unhappy') THEN 1 ELSE 0 END,
           CASE WHEN score IS NOT NULL THEN 1 ELSE 0 END, CASE WHEN score >= 4 THEN 1 ELSE 0 END
    FROM counted WHERE channel = 'hotline' AND (callback_result IS NOT NULL OR score IS NOT NULL)
    UNION ALL
    SELECT unit_id, closed_at, 6, CASE WHEN verdict IN ('valid', 'partly') THEN 1 ELSE 0 END, 0, 0, 0
    FROM counted WHERE kind = 'complaint' AND verdict IS NOT NULL
    UNION ALL
    SELECT t.unit_id, s.at, CASE s.metric WHEN 'visit' THEN 7 WHEN 'done' THEN 8 ELSE 9 END, s.kept, 0, 0, 0
    FROM settled AS s JOIN counted AS t ON t.id = s.ticket_id
    WHERE t.doubtful = 0 AND s.metric <> 'outside_contact'
    UNION ALL
    SELECT t.unit_id, s.at, 10, s.kept, 0, 0, 0
    FROM settled AS s
    JOIN counted AS t ON t.id = s.ticket_id
    JOIN outside_order AS o ON o.ticket_id = s.ticket_id AND o.number = s.instance AND o.channel = 'hotline'
    WHERE s.metric = 'outside_contact'
    UNION ALL
    SELECT t.unit_id, a.ended_at, 11, CASE a.state WHEN 'kept' THEN 1 ELSE 0 END, 0, 0, 0
    FROM appointment AS a JOIN counted AS t ON t.id = a.ticket_id
    WHERE a.state = 'kept' OR (a.state = 'missed' AND a.missed_by = 'us')
),
tally AS (
    SELECT {month_at} AS month, unit_id, what, COUNT(*) AS n, SUM(a) AS a, SUM(b) AS b, SUM(c) AS c, SUM(d) AS d
    FROM moment
    WHERE at >= (SELECT MIN(from_at) FROM asked) AND at < (SELECT MAX(until_at) FROM asked)
    GROUP BY 1, 2, 3
),
item AS (
    SELECT month, unit_id, 'repairs' AS figure, a AS part, 0 AS whole FROM tally WHERE what = 1 AND a > 0
    UNION ALL
    SELECT month, unit_id, 'complaints', b, 0 FROM tally WHERE what = 1 AND b > 0
    UNION ALL
    SELECT month, unit_id, 'first_time', a, n FROM tally WHERE what = 3
    UNION ALL
    SELECT month, unit_id, 'rework', b, n FROM tally WHERE what = 3
    UNION ALL
    SELECT month, unit_id, 'unclassified', c, n FROM tally WHERE what = 3
    UNION ALL
    SELECT month, unit_id, 'reached', b, a FROM tally WHERE what = 4 AND a > 0
    UNION ALL
    SELECT month, unit_id, 'satisfied', d, c FROM tally WHERE what = 4 AND c > 0
    UNION ALL
    SELECT month, unit_id, 'hotline_solved', b, a FROM tally WHERE what = 5 AND a > 0
    UNION ALL
    SELECT month, unit_id, 'hotline_satisfied', d, c FROM tally WHERE what = 5 AND c > 0
    UNION ALL
    SELECT month, unit_id, CASE what WHEN 2 THEN 'within_day' WHEN 6 THEN 'valid' WHEN 7 THEN 'visits'
                           WHEN 8 THEN 'finished' WHEN 9 THEN 'answered' WHEN 10 THEN 'hotline_contacted'
                           ELSE 'appointments' END, a, n
    FROM tally WHERE what = 2 OR what > 5
),
-- Homes that were handed over by the end of a month; a project without any date of handover counts all it has. Before
-- the first case that the store knows of nothing was counted: such a month has no figures rather than noughts.
handed AS (
    SELECT unit_id, delivered_on, COUNT(*) AS homes, MAX(MAX(delivered_on)) OVER (PARTITION BY unit_id) AS dated
    FROM home GROUP BY unit_id, delivered_on
),
live AS (
    SELECT i.month, COALESCE(i.unit_id, (SELECT MIN(id) FROM unit WHERE kind = 'group')) AS unit_id, i.figure,
           i.part, i.whole
    FROM item AS i JOIN asked AS m ON m.month = i.month
    UNION ALL
    SELECT m.month, h.unit_id, f.figure, 0, SUM(h.homes)
    FROM handed AS h
    JOIN asked AS m ON (h.dated IS NULL OR h.delivered_on < m.next)
                   AND m.until_at > (SELECT MIN(t.opened_at) FROM ticket AS t)
    JOIN figures AS f ON f.scale = 1000
    GROUP BY m.month, h.unit_id, f.figure
),
figure AS (
    SELECT l.month, l.unit_id, l.figure, SUM(l.part) AS part, SUM(l.whole) AS whole, 0 AS frozen
    FROM live AS l
    WHERE NOT EXISTS (SELECT 1 FROM frozen_figure AS z WHERE z.month = l.month)
    GROUP BY l.month, l.unit_id, l.figure
    UNION ALL
    SELECT z.month, z.unit_id, z.figure, z.part, z.whole, 1
    FROM frozen_figure AS z JOIN asked AS m ON m.month = z.month
)
