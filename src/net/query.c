/* query.c -- all the parameters of an address, for links that keep them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "net/http.h"

#include "base/text.h"

#include <microhttpd.h>
#include <string.h>

typedef struct {
    QueryPart *out;
    size_t     n, max;
} Taken;

static enum MHD_Result
take(void *arg, enum MHD_ValueKind kind, const char *name, const char *value)
{
    Taken *t = arg;
    (void)kind;
    if (t->n == t->max)
        return MHD_NO;
    if (!value)
        value = "";
    if (text_is_utf8(name, strlen(name)) && text_is_utf8(value, strlen(value)))
        t->out[t->n++] = (QueryPart){ name, value };
    return MHD_YES;
}

size_t
req_queries(Req *q, QueryPart *out, size_t max)
{
    Taken t = { out, 0, max };
    MHD_get_connection_values(q->conn, MHD_GET_ARGUMENT_KIND, take, &t);
    return t.n;
}
