/* users.c -- the people: list, invite, roles, one-time links, close. For administrators.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/part.h"

#include "base/text.h"
#include "format/json.h"

#include <string.h>

static const struct { int bit; const char *name, *ja, *en; } roles[] = {
    { ROLE_ADMIN, "admin", "管理者", "administrator" },
    { ROLE_OFFICER, "officer", "担当者", "officer" },
    { ROLE_EVALUATOR, "evaluator", "評価者", "evaluator" },
    { ROLE_READER, "reader", "閲覧者", "reader" },
};

const char *
web_roles(Web *w, int set)
{
    Buf *b = buf_in(w->c->mem);
    for (size_t i = 0; i < COUNT(roles); i++)
        if (set & roles[i].bit)
            buf_fmt(b, "%s%s", b->n ? T(w, "・", ", ") : "", T(w, roles[i].ja, roles[i].en));
    return b->n ? buf_text(b) : "—";
}

/* The boxes that were ticked. */
static int
roles_asked(Web *w)
{
    int set = 0;
    for (size_t i = 0; i < COUNT(roles); i++)
        if (req_field(w->q, roles[i].name))
            set |= roles[i].bit;
    return set;
}

static void
boxes(Web *w, int set)
{
    Html *h = &w->h;
    html(h, "<fieldset class=\"boxes\"><legend class=\"hidden\">%s</legend>", T(w, "役割", "Roles"));
    for (size_t i = 0; i < COUNT(roles); i++)
        html(h, "<label><input type=\"checkbox\" name=\"%s\" value=\"1\"%s> %s</label> ", roles[i].name, set & roles[i].bit ? " checked" : "", T(w, roles[i].ja, roles[i].en));
    html(h, "</fieldset>");
}

static int
roles_of(const json_t *person)
{
    int     set = 0;
    size_t  i;
    json_t *r;
    json_array_foreach(json_path(person, "roles"), i, r) set |= role_of(json_string_value(r) ? json_string_value(r) : "");
    return set;
}

/* The whole address, since it is copied into a letter. Host is what the administrator's own browser asked for. */
static const char *
whole(Web *w, const char *path)
{
    const char *host = req_head(w->q, "Host");
    bool        plain = host && host[strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]")] == 0;
    return plain ? arena_fmt(w->c->mem, "%s://%s%s", w->q->tls ? "https" : "http", host, path) : path;
}

static void
person_actions(Web *w, const json_t *p)
{
    Html       *h = &w->h;
    const char *login = url_part(w->c->mem, json_text(p, "login"));
    html(h, "<div class=\"acts\">");
    web_form_begin(w, arena_fmt(w->c->mem, "/users/%s/link", login));
    html(h, "<button class=\"second small\">%s</button></form>", json_flag(p, "invited") ? T(w, "招待を作り直す", "New invitation") : T(w, "パスワード再設定のリンク", "Link for a new password"));
    html(h, "<details><summary>%s</summary><p class=\"small\">%s</p>", T(w, "利用を終了する", "Close the account"),
         T(w, "サインインとトークンがすぐに終わります。記録は残り、同じログイン名は二度と使えません。", "Sessions and tokens end at once. The record stays, and the login cannot be used again."));
    web_form_begin(w, arena_fmt(w->c->mem, "/users/%s/close", login));
    html(h, "<button class=\"small\">%s</button></form></details></div>", T(w, "終了する", "Close it"));
}

static void
people(Web *w, const json_t *rows)
{
    static const Column cols[] = { { .ja = "ログイン名", .en = "Login", .head = true }, { .ja = "氏名", .en = "Name" }, { .ja = "役割", .en = "Roles" },
                                   { .ja = "最後のサインイン", .en = "Last signed in" }, { .ja = "操作", .en = "Actions" } };
    Html   *h = &w->h;
    size_t  i;
    json_t *p;
    table_begin(w, T(w, "利用者の表", "People"), cols, COUNT(cols), true);
    json_array_foreach(rows, i, p)
    {
        bool closed = json_has(p, "closed_at");
        row_begin(w, NULL);
        cell(w, &cols[0]);
        html(h, "%s", json_text(p, "login"));
        cell(w, &cols[1]);
        html(h, "%s", json_text(p, "name"));
        if (closed || json_flag(p, "invited"))
            html(h, " <span class=\"badge\">%s</span>", closed ? T(w, "利用終了", "closed") : T(w, "招待中", "invited"));
        cell(w, &cols[2]);
        if (closed) {
            html(h, "%s", web_roles(w, roles_of(p)));
        } else {
            web_form_begin(w, arena_fmt(w->c->mem, "/users/%s/roles", url_part(w->c->mem, json_text(p, "login"))));
            boxes(w, roles_of(p));
            html(h, "<button class=\"second small\">%s</button></form>", T(w, "役割を保存", "Save roles"));
        }
        cell(w, &cols[3]);
        if (json_has(p, "seen_at"))
            web_time(w, json_text(p, "seen_at"));
        else
            html(h, "—");
        cell(w, &cols[4]);
        if (!closed)
            person_actions(w, p);
        row_end(w);
    }
    table_end(w);
}

static void
users_page(Web *w, const char *login, const char *link, const Err *e)
{
    Html   *h = &w->h;
    json_t *rows = account_list(w->c);
    if (!ok(w->c))
        return;
    w->q->secret = true;
    layout_begin(w, T(w, "利用者", "People"), "users");
    if (e && e->kind != ERR_NONE)
        html(h, "<div class=\"banner error\" role=\"alert\"><p>%s</p></div>", e->text);
    if (link)
        html(h, "<div class=\"banner good\" role=\"status\"><p>%s</p><p><code>%s</code></p></div>",
             arena_fmt(w->c->mem, T(w, "%s さんへの一回限りのリンク（7 日間）。本人だけに、メールとは別の確かな手段で渡してください。二度と表示されません。",
                                    "One-time link for %s (7 days). Give it to that person only, by a way you trust. It is not shown again."), login), whole(w, link));
    people(w, rows);
    html(h, "<h2>%s</h2><div class=\"narrow-form\">", T(w, "利用者を招待する", "Invite a person"));
    web_form_begin(w, "/users");
    html(h, "<div class=\"field\"><label for=\"f-login\">%s</label><span class=\"hint\" id=\"h-login\">%s</span><input id=\"f-login\" name=\"login\" required maxlength=\"64\" autocomplete=\"off\" autocapitalize=\"none\" aria-describedby=\"h-login\"></div>",
         T(w, "ログイン名", "Login"), T(w, "半角の英小文字・数字・. _ - @ で 2～64 文字", "2 to 64 of a-z 0-9 . _ - @"));
    html(h, "<div class=\"field\"><label for=\"f-name\">%s</label><input id=\"f-name\" name=\"name\" required maxlength=\"80\" autocomplete=\"off\"></div>", T(w, "氏名", "Name"));
    boxes(w, ROLE_OFFICER);
    html(h, "<button>%s</button></form></div>", T(w, "招待のリンクを作る", "Make an invitation"));
    if (web_can_go(w, "/settings"))
        html(h, "<p class=\"small\"><a href=\"/settings?part=rights\">%s</a></p>", T(w, "役割ごとにできることの一覧", "What each role may do"));
    layout_end(w);
}

/* The page again, with what went wrong on it. */
static void
again(Web *w)
{
    Err e = w->c->err;
    if (e.kind == ERR_BROKEN || e.kind == ERR_DENIED || e.kind == ERR_SIGN_IN)
        return;
    w->q->status = err_status(e.kind);
    w->c->err = (Err){ 0 };
    users_page(w, NULL, NULL, &e);
}

void
page_users(Web *w)
{
    users_page(w, NULL, NULL, NULL);
}

void
post_invite(Web *w)
{
    const char *token = NULL, *login = req_field(w->q, "login");
    if (account_add(w->c, login, req_field(w->q, "name"), NULL, roles_asked(w), &token))
        users_page(w, login, arena_fmt(w->c->mem, "/invite/%s", token), NULL);
    else
        again(w);
}

void
post_user_link(Web *w)
{
    const char *token = NULL;
    if (account_reset(w->c, w->arg, &token))
        users_page(w, w->arg, arena_fmt(w->c->mem, "/invite/%s", token), NULL);
    else
        again(w);
}

void
post_user_roles(Web *w)
{
    if (account_set_roles(w->c, w->arg, roles_asked(w)))
        req_redirect(w->q, "/users");
    else
        again(w);
}

void
post_user_close(Web *w)
{
    if (account_close(w->c, w->arg))
        req_redirect(w->q, "/users");
    else
        again(w);
}
