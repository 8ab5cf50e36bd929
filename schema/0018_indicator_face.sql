-- What the explorer of indicators filters, sorts and counts: one narrow row for each indicator, so that looking over all of
-- them opens no sheet. Of sheets it is made by the pass of the checks (which knows from the words where less is better), of
-- reports when a record comes in (domain/indicator_face.h).
CREATE TABLE indicator_face (
    ref      INTEGER NOT NULL,            -- review_sheet.id; below 0: -indicator.id, of a report
    place    INTEGER NOT NULL,            -- order in the sheet
    kind     INTEGER NOT NULL,            -- 0 outcome, 1 output, 2 activity
    fy       INTEGER,                     -- of the sheet or report
    ministry TEXT,
    head     TEXT NOT NULL,               -- the first signs of the folded name, to sort by
    unit     TEXT,                        -- folded
    goal_fy  INTEGER,
    tenths   INTEGER,                     -- actual over target in tenths of a percent, in the newest year that has both
    band     INTEGER NOT NULL,            -- twice its band of attainment, and 1 where the target was reached: what is counted
    bits     INTEGER NOT NULL,            -- domain/indicator_face.h
    PRIMARY KEY (ref, place)
) STRICT, WITHOUT ROWID;
-- Name and target, folded, where words are looked for.
CREATE TABLE indicator_text (
    ref   INTEGER NOT NULL,
    place INTEGER NOT NULL,
    text  TEXT NOT NULL,
    PRIMARY KEY (ref, place)
) STRICT, WITHOUT ROWID;

-- Those of reports can be told here; sheets that are here already wait for a pass (kanmon init, serve and import make it).
INSERT INTO indicator_face (ref, place, kind, fy, ministry, head, unit, goal_fy, tenths, band, bits)
    SELECT -i.id, 0, CASE i.type WHEN 'outcome' THEN 0 WHEN 'output' THEN 1 ELSE 2 END, p.request_fy, p.ministry, substr(coalesce(i.search_key, i.name_key), 1, 12),
        (SELECT lower(v.unit) FROM indicator_version v WHERE v.indicator_id = i.id ORDER BY v.id DESC LIMIT 1), NULL, NULL, 0,
        CASE WHEN EXISTS (SELECT 1 FROM indicator_version v JOIN observation o ON o.indicator_version_id = v.id WHERE v.indicator_id = i.id AND o.value IS NOT NULL) THEN 2 ELSE 0 END
    FROM indicator i LEFT JOIN programme m ON m.id = i.programme_id LEFT JOIN programme_version p ON p.id = m.main_version;
INSERT INTO indicator_text (ref, place, text) SELECT -i.id, 0, coalesce(i.search_key, i.name_key) FROM indicator i;
UPDATE sheet_face SET checked = 0;
DELETE FROM sheet_total;
