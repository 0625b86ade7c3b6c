-- Use of the reading points in numbers, from batches of the register (deploy/UPLOAD.md): what was done at each point in each month, at which hours,
-- which documents were printed most, and how often visitors searched (`search`) and found nothing (`search-none`). The same text runs on DuckDB, ClickHouse and Trino; each has its own way to a table `line` (deploy/fleet/STATISTICS.md).
--
-- Nothing of one visit can be found in it: a cell that counts fewer than five is left out. A batch that arrived twice counts once, because
-- everything of one register number falls together.
WITH matter AS (
  SELECT
    number,
    max(site) AS point,
    max(CASE WHEN entry IN ('request', 'paper', 'opinion', 'application', 'call', 'appraisal') THEN entry END) AS what,
    max(CASE WHEN entry = 'outcome' THEN fields['outcome'] END) AS outcome,
    max(CASE WHEN entry LIKE '%-void' THEN 1 ELSE 0 END) AS void,
    max(CASE WHEN entry = 'request' THEN fields['document_id'] END) AS document,
    max(CASE WHEN entry = 'request' THEN fields['title'] END) AS title,
    min(moment) + INTERVAL '8' HOUR AS local
  FROM line
  WHERE kind = 'entry' AND number <> ''
  GROUP BY number
),
counted AS (
  SELECT
    what, point, document, title,
    extract(YEAR FROM local) * 100 + extract(MONTH FROM local) AS month,
    extract(HOUR FROM local) AS hour
  FROM matter
  -- A slip counts when paper came out; anything else when it was not made void.
  WHERE void = 0 AND ((what = 'request' AND outcome IN ('printed', 'sent')) OR what IN ('paper', 'opinion', 'application', 'call', 'appraisal'))
),
-- One entry a month of each terminal, two numbers and no words.
sought AS (
  SELECT
    max(site) AS point,
    max(fields['month']) AS month,
    max(fields['searches_all']) AS tries,
    max(fields['searches_none']) AS in_vain
  FROM line
  WHERE kind = 'entry' AND entry = 'searches'
  GROUP BY number
),
searched AS (
  SELECT 'search' AS what, point, CAST(month AS INTEGER) AS month, CAST(tries AS BIGINT) AS month_times FROM sought
  UNION ALL
  SELECT 'search-none' AS what, point, CAST(month AS INTEGER) AS month, CAST(in_vain AS BIGINT) AS month_times FROM sought
)
SELECT
  what, point, month, hour, document,
  CASE WHEN document IS NOT NULL THEN max(title) END AS named,
  count(*) AS times
FROM counted
GROUP BY GROUPING SETS ((what, point, month), (what, point, hour), (what, document))
HAVING count(*) >= 5 AND (month IS NOT NULL OR hour IS NOT NULL OR document IS NOT NULL)
UNION ALL
SELECT what, point, month, NULL AS hour, NULL AS document, NULL AS named, sum(month_times) AS times
FROM searched
GROUP BY what, point, month
HAVING sum(month_times) >= 5
ORDER BY what, times DESC, point, month, hour, document
