/* sheets.c -- see sheets.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/sheets.h"

#include "domain/programme_in.h"

#include <string.h>

json_t *
sheets_of_year(Ctx *c, int64_t fiscal_year)
{
    json_t *out = json_keep(c->mem, json_array());
    Rows   *r = db_query(c,
        SQL("SELECT v.body FROM programme_version v WHERE v.request_fy = $1 AND v.committee IS NOT NULL AND v.version ="
            " (SELECT max(w.version) FROM programme_version w WHERE w.programme_id = v.programme_id AND w.evaluation = v.evaluation)"
            " ORDER BY v.programme_id, v.id LIMIT 500"),
        V(fiscal_year));
    while (db_next(r)) {
        const char *why = NULL, *body = row_text(r, 0);
        json_t     *rec = json_read(c->mem, body, strlen(body), &why);
        if (rec)
            json_array_append(out, rec);
    }
    return out;
}
