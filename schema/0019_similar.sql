-- Programmes like one, once they have been worked out (domain/similar.h): which ones, points and reasons in short, told in words
-- when they are shown. Good until the programme's own row is made again (domain/face.c) or many documents came in.
CREATE TABLE similar_kept (
    programme_id INTEGER PRIMARY KEY REFERENCES programme(id),
    docs         INTEGER NOT NULL,        -- greatest number of search_doc when it was worked out
    body         TEXT NOT NULL
) STRICT;

-- A kept search is of any list (filter.place, src/domain/places.def): what its address says besides words and order; whether all
-- who sign in see it; up to which document of search_doc its owner has looked.
ALTER TABLE filter ADD COLUMN rest TEXT NOT NULL DEFAULT '';
ALTER TABLE filter ADD COLUMN shared INTEGER NOT NULL DEFAULT 0;
ALTER TABLE filter ADD COLUMN seen_doc INTEGER NOT NULL DEFAULT 0;
CREATE INDEX filter_shared ON filter (shared) WHERE shared = 1;
