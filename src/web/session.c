/* session.c -- who asks: the session or token behind a request, and what a POST must prove.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A cookie session is for people, "Authorization: Bearer kt_..." for programs and only under /api/. Behind TLS the
 * cookie is called __Host-kanmon: browsers then take it only with Secure, for the whole path and from no other host.
 *
 * Forgery from other sites is stopped three times: the cookie is SameSite=Lax, the browser's own word on where a POST
 * comes from (Sec-Fetch-Site, else Origin) must be us, and a form of a signed-in person bears a field that only our
 * pages know (but for signing in and out, where a page of a moment ago must still work). A token in a header needs none of it: no browser sends it by itself. */
#include "web/part.h"

#include "base/text.h"

#include <sodium.h>
#include <string.h>
#include <strings.h>

enum { DEVICE_AGE = 365 * 86400 };

static const char *
cookie_name(const Web *w, bool device)
{
    if (device)
        return w->q->tls ? "__Host-kanmon-device" : "kanmon-device";
    return w->q->tls ? "__Host-kanmon" : "kanmon";
}

static bool
bearer(Web *w)
{
    const char *head = text_starts(w->q->path, "/api/") ? req_head(w->q, "Authorization") : NULL;
    if (!head)
        return false;
    if (strncasecmp(head, "Bearer ", 7) != 0 || !account_token(w->c, head + 7 + strspn(head + 7, " "), &w->who))
        fail(w->c, ERR_SIGN_IN, NULL, "%s", T(w, "このトークンは使えません（終わった、期限切れ、または写し間違い）。", "this token cannot be used (ended, over, or not copied whole)"));
    return true;
}

void
web_who(Web *w, bool guests_read)
{
    const char *token = req_cookie(w->q, cookie_name(w, false));
    w->c->role = guests_read ? ROLE_GUEST : 0;
    w->c->actor = "guest";
    if (!bearer(w) && token)
        (void)account_session(w->c, token, &w->who); /* a session that has ended is a guest */
    if (!w->who.id)
        return;
    w->c->role = w->who.roles;
    w->c->actor = w->who.login;
    w->csrf = w->who.csrf;
}

/* "https://kanmon.example:8443" and the Host that was asked. */
static bool
origin_is_ours(Web *w, const char *origin)
{
    const char *host = req_head(w->q, "Host");
    size_t      scheme = text_starts(origin, "https://") ? 8 : text_starts(origin, "http://") && !w->q->tls ? 7 : 0;
    return host && scheme && strcasecmp(origin + scheme, host) == 0;
}

bool
web_post_is_ours(Web *w, bool field)
{
    const char *site = req_head(w->q, "Sec-Fetch-Site"), *origin = req_head(w->q, "Origin");
    if (w->who.id && !w->csrf)
        return true; /* a program with its token */
    bool ours = site ? strcmp(site, "same-origin") == 0 || strcmp(site, "none") == 0 : !origin || origin_is_ours(w, origin);
    if (ours && field && w->csrf) {
        const char *given = req_field(w->q, "csrf");
        if (!given)
            given = req_head(w->q, "X-CSRF-Token");
        ours = given && strlen(given) == strlen(w->csrf) && sodium_memcmp(given, w->csrf, strlen(given)) == 0;
    }
    return ours || fail(w->c, ERR_DENIED, "csrf", "%s", T(w, "この送信は、いまのサインインの画面から出たものと確かめられませんでした。前のページを開き直してから、もう一度送ってください。",
                                                          "this could not be shown to come from a page of your present session; open the page again and send once more"));
}

const char *
web_path_of_ours(const char *to)
{
    if (!to || to[0] != '/' || to[1] == '/' || to[1] == '\\' || strlen(to) > 2000 || text_starts(to, "/sign-"))
        return "/";
    for (const char *p = to; *p; p++)
        if (*p <= 0x20 || *p >= 0x7f || *p == '\\')
            return "/";
    return to;
}

static const char *
sign_in_address(Web *w)
{
    const char *to = strcmp(w->q->method, "GET") == 0 ? web_path_of_ours(w->q->target) : "/";
    return strcmp(to, "/") == 0 ? "/sign-in" : arena_fmt(w->c->mem, "/sign-in?to=%s", url_part(w->c->mem, to));
}

bool
web_to_sign_in(Web *w)
{
    if (w->c->err.kind != ERR_SIGN_IN || text_starts(w->q->path, "/api/") || strcmp(w->q->method, "GET") != 0)
        return false;
    w->c->err = (Err){ 0 };
    buf_clear(w->q->out);
    req_redirect(w->q, sign_in_address(w));
    return true;
}

bool
web_sign_in(Web *w, const char *login, const char *password)
{
    SignedIn    in = { 0 };
    const char *before = req_cookie(w->q, cookie_name(w, false));
    SignIn      with = { .login = login, .password = password, .peer = w->q->peer, .agent = req_head(w->q, "User-Agent"), .device = req_cookie(w->q, cookie_name(w, true)) };
    if (!account_sign_in(w->c, &with, &in))
        return false;
    if (before)
        (void)account_sign_out(w->c, before); /* the browser changes hands: the session it had is over */
    req_set_cookie(w->q, cookie_name(w, false), in.token, -1);
    req_set_cookie(w->q, cookie_name(w, true), in.device, DEVICE_AGE);
    return ok(w->c);
}

void
post_sign_out(Web *w)
{
    const char *token = req_cookie(w->q, cookie_name(w, false));
    if (token && w->who.id && !account_sign_out(w->c, token))
        return;
    req_set_cookie(w->q, cookie_name(w, false), "", 0);
    w->q->forget = true;
    req_redirect(w->q, "/sign-in");
}

void
web_person(Web *w)
{
    Html *h = &w->h;
    if (w->who.id) {
        html(h, "<div class=\"person\"><a href=\"/account\">%s</a>", w->who.name);
        web_form_begin(w, "/sign-out");
        html(h, "<button class=\"second small\">%s</button></form></div>", T(w, "サインアウト", "Sign out"));
    } else if (strcmp(w->q->path, "/sign-in") != 0) {
        html(h, "<div class=\"person\"><a href=\"%s\">%s</a></div>", sign_in_address(w), T(w, "サインイン", "Sign in"));
    }
}

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
