/* session.c -- who asks: the session behind a request, and the field that proves a form to be ours.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/web.h"

static void
form(Web *w, const char *action, const char *type)
{
    html(&w->h, "<form method=\"post\" action=\"%s\"", action);
    if (type)
        html(&w->h, " enctype=\"%s\"", type);
    html(&w->h, ">");
    if (w->csrf)
        html(&w->h, "<input type=\"hidden\" name=\"csrf\" value=\"%s\">", w->csrf);
}

void
web_form_begin(Web *w, const char *action)
{
    form(w, action, NULL);
}

void
web_form_upload(Web *w, const char *action)
{
    form(w, action, "multipart/form-data");
}
