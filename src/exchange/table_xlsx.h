/* table_xlsx.h -- any table of a page as an Excel file.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef EXCHANGE_TABLE_XLSX_H
#define EXCHANGE_TABLE_XLSX_H

#include "base/buf.h"
#include "base/ctx.h"

#include <jansson.h>

/* One worksheet: `labels` as heading row, one row for each member of `rows`, its cells by `keys` (dotted paths). Numbers are
 * numbers, text is text (never a formula or a link), lists of text are joined by 、, absent is empty. The heading stays
 * in sight and is repeated in print. Content type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.
 *
 *     static const char *const keys[] = { "name", "request_yen" };
 *     const char *const labels[] = { T(w, "事業名", "Programme"), T(w, "要求額（円）", "Request (yen)") };
 *     table_xlsx(w->c, T(w, "事業", "Programmes"), keys, labels, 2, rows, w->q->out); */
bool table_xlsx(Ctx *c, const char *title, const char *const *keys, const char *const *labels, size_t n, const json_t *rows, Buf *out);

#endif
