/* account.c -- signing in, one-time links, one's own account.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/part.h"

#include "base/number.h"
#include "base/text.h"
#include "format/json.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *name, *label, *type, *fill; /* fill: autocomplete */
    const char *hint, *value;
} Input;

static void
input(Web *w, const Input *i, const Err *e)
{
    Html *h = &w->h;
    bool  wrong = e && e->field && strcmp(e->field, i->name) == 0;
    html(h, "<div class=\"field\"><label for=\"f-%s\">%s</label>", i->name, i->label);
    if (i->hint)
        html(h, "<span class=\"hint\" id=\"h-%s\">%s</span>", i->name, i->hint);
    if (wrong)
        html(h, "<span class=\"wrong\" id=\"w-%s\">%s</span>", i->name, e->text);
    html(h, "<input id=\"f-%s\" name=\"%s\" type=\"%s\" autocomplete=\"%s\" required maxlength=\"256\" autocapitalize=\"none\" spellcheck=\"false\"", i->name, i->name, i->type, i->fill);
    if (i->value)
        html(h, " value=\"%s\"", i->value);
    if (i->hint || wrong)
        html(h, " aria-describedby=\"%s%s%s\"", i->hint ? arena_fmt(w->c->mem, "h-%s", i->name) : "", i->hint && wrong ? " " : "", wrong ? arena_fmt(w->c->mem, "w-%s", i->name) : "");
    if (wrong)
        html(h, " aria-invalid=\"true\"");
    html(h, "></div>\n");
}

/* What went wrong, when it belongs to no field of the form. */
static void
alert(Web *w, const Err *e)
{
    if (e && e->kind != ERR_NONE && !e->field)
        html(&w->h, "<div class=\"banner error\" role=\"alert\"><p>%s</p></div>", e->text);
}

/* Takes the failure out of the Ctx, to be shown on the form that led to it. */
static Err
taken(Web *w)
{
    Err e = w->c->err;
    if (e.kind == ERR_BROKEN)
        return (Err){ 0 }; /* that is not for the form */
    w->q->status = err_status(e.kind);
    if (e.kind == ERR_LIMIT)
        w->q->retry_after = 900;
    w->c->err = (Err){ 0 };
    return e;
}

static const char *
password_hint(Web *w)
{
    return T(w, "12 文字以上。関係のない言葉を四つほどつなぐと、覚えやすく強い。", "At least 12 characters. Four unrelated words are strong and easy to keep.");
}

/* The two fields of a new password were typed alike. */
static bool
same_twice(Web *w, const char *a, const char *b)
{
    if (a && b && strcmp(a, b) == 0)
        return true;
    return fail(w->c, ERR_INVALID, "again", "%s", T(w, "二つのパスワードが違います。", "the two passwords differ"));
}

static void
sign_in_form(Web *w, const Err *e)
{
    const char *to = req_field(w->q, "to") ? req_field(w->q, "to") : req_query(w->q, "to");
    w->q->secret = true;
    layout_begin(w, T(w, "サインイン", "Sign in"), "");
    alert(w, e);
    if (account_awaited(w->c))
        html(&w->h, "<div class=\"banner\"><h2>%s</h2><p>%s</p></div>", T(w, "まだ管理者がいません", "There is no administrator yet"),
             T(w, "サーバーを起動した画面に、最初の管理者になるための一回限りのリンクが表示されています。それを開いてください（起動し直すと新しく表示されます）。",
               "A one-time link for the first administrator stands where the server was started. Open it (a new one is shown at each start)."));
    html(&w->h, "<div class=\"narrow-form\">");
    web_form_begin(w, "/sign-in");
    html(&w->h, "<input type=\"hidden\" name=\"to\" value=\"%s\">", web_path_of_ours(to));
    input(w, &(Input){ "login", T(w, "ログイン名", "Login"), "text", "username", NULL, req_field(w->q, "login") }, e);
    input(w, &(Input){ "password", T(w, "パスワード", "Password"), "password", "current-password", NULL, NULL }, e);
    html(&w->h, "<button>%s</button></form><p class=\"soft small under\">%s</p></div>", T(w, "サインイン", "Sign in"),
         T(w, "パスワードを忘れたときは、管理者に一回限りのリンクを頼んでください。", "If you forgot the password, ask an administrator for a one-time link."));
    layout_end(w);
}

void
page_sign_in(Web *w)
{
    if (w->who.id)
        req_redirect(w->q, web_path_of_ours(req_query(w->q, "to")));
    else
        sign_in_form(w, NULL);
}

void
post_sign_in(Web *w)
{
    if (web_sign_in(w, req_field(w->q, "login"), req_field(w->q, "password"))) {
        req_redirect(w->q, web_path_of_ours(req_field(w->q, "to")));
        return;
    }
    Err e = taken(w);
    if (ok(w->c))
        sign_in_form(w, &e);
}

static void
link_form(Web *w, const AccountLink *l, const Err *e)
{
    Html *h = &w->h;
    bool  first = strcmp(l->kind, "first") == 0, reset = strcmp(l->kind, "reset") == 0;
    w->q->secret = true;
    layout_begin(w, first ? T(w, "最初の管理者", "The first administrator") : reset ? T(w, "新しいパスワード", "A new password") : T(w, "ようこそ", "Welcome"), "");
    alert(w, e);
    html(h, "<p class=\"lead\">%s</p><div class=\"narrow-form\">",
         first ? T(w, "この kanmon にはまだ管理者がいません。ここで決めた人が管理者兼担当者になり、ほかの人を招けます。このリンクは一回だけ使えます。",
                   "This kanmon has no administrator yet. The person named here becomes administrator and officer and can invite others. The link works once.")
               : T(w, "このリンクは一回だけ使えます。パスワードを決めるとサインインします。", "This link works once. Choose a password to sign in."));
    web_form_begin(w, w->q->path);
    if (first)
        input(w, &(Input){ "login", T(w, "ログイン名", "Login"), "text", "username", T(w, "半角の英小文字・数字・. _ - @ で 2～64 文字。後から変えられません。", "2 to 64 of a-z 0-9 . _ - @. It cannot be changed later."),
                           req_field(w->q, "login") }, e);
    else /* password managers keep it with the password */
        html(h, "<div class=\"field\"><label for=\"f-login\">%s</label><input id=\"f-login\" type=\"text\" autocomplete=\"username\" value=\"%s\" readonly></div>", T(w, "ログイン名", "Login"), l->login);
    if (!reset)
        input(w, &(Input){ "name", T(w, "氏名（画面と記録に出ます）", "Name, as shown and recorded"), "text", "name", NULL, req_field(w->q, "name") ? req_field(w->q, "name") : l->name }, e);
    input(w, &(Input){ "password", T(w, "パスワード", "Password"), "password", "new-password", password_hint(w), NULL }, e);
    input(w, &(Input){ "again", T(w, "パスワード（もう一度）", "Password, once more"), "password", "new-password", NULL, NULL }, e);
    html(h, "<button>%s</button></form></div>", T(w, "決めてサインイン", "Save and sign in"));
    layout_end(w);
}

void
page_link(Web *w)
{
    AccountLink l = { 0 };
    if (account_link(w->c, w->arg, &l))
        link_form(w, &l, NULL);
}

void
post_link(Web *w)
{
    AccountLink l = { 0 };
    const char *password = req_field(w->q, "password"), *login = NULL;
    if (!account_link(w->c, w->arg, &l))
        return;
    if (same_twice(w, password, req_field(w->q, "again")) && account_link_spend(w->c, w->arg, req_field(w->q, "login"), req_field(w->q, "name"), password, &login)) {
        if (web_sign_in(w, login, password))
            req_redirect(w->q, "/");
        return;
    }
    if (w->c->err.kind != ERR_INVALID && !w->c->err.field)
        return; /* spent a moment ago: no form would help */
    Err e = taken(w);
    if (ok(w->c))
        link_form(w, &l, &e);
}

static void
sessions_part(Web *w)
{
    static const Column cols[] = { { .ja = "ブラウザ", .en = "Browser", .head = true }, { .ja = "接続元", .en = "From" }, { .ja = "サインイン", .en = "Signed in" },
                                   { .ja = "最後に見た", .en = "Last seen" }, { .ja = "操作", .en = "Action" } };
    Html   *h = &w->h;
    json_t *rows = account_sessions(w->c, w->who.id), *r;
    size_t  i;
    html(h, "<h2>%s</h2><p class=\"soft\">%s</p>", T(w, "サインインしているブラウザ", "Browsers signed in"),
         T(w, "覚えのないものは終わらせ、パスワードを変えてください。サインインは 12 時間、または 60 分使わないと終わります。", "End what you do not know, and change the password. A session ends after 12 hours, or 60 minutes without use."));
    table_begin(w, T(w, "サインインの表", "Sessions"), cols, COUNT(cols), true);
    json_array_foreach(rows, i, r)
    {
        row_begin(w, NULL);
        cell(w, &cols[0]);
        html(h, "%s", *json_text(r, "agent") ? json_text(r, "agent") : "—");
        cell(w, &cols[1]);
        html(h, "%s", json_text(r, "peer"));
        cell(w, &cols[2]);
        web_time(w, json_text(r, "began_at"));
        cell(w, &cols[3]);
        web_time(w, json_text(r, "seen_at"));
        cell(w, &cols[4]);
        if (json_int(r, "id", 0) == w->who.session) {
            html(h, "%s", T(w, "いまのこのブラウザ", "this browser"));
        } else {
            web_form_begin(w, arena_fmt(w->c->mem, "/account/sessions/%lld/end", (long long)json_int(r, "id", 0)));
            html(h, "<button class=\"second small\">%s</button></form>", T(w, "終わらせる", "End"));
        }
        row_end(w);
    }
    table_end(w);
}

static void
tokens_part(Web *w, const char *fresh, const Err *e)
{
    static const Column cols[] = { { .ja = "用途", .en = "What for", .head = true }, { .ja = "作成", .en = "Made" }, { .ja = "最後の使用", .en = "Last used" },
                                   { .ja = "期限", .en = "Until" }, { .ja = "操作", .en = "Action" } };
    Html   *h = &w->h;
    json_t *rows = account_tokens(w->c, w->who.id), *r;
    size_t  i;
    html(h, "<h2 id=\"tokens\">%s</h2><p class=\"soft\">%s</p>", T(w, "プログラム用のトークン", "Tokens for programs"),
         T(w, "API（/api/v1）を Authorization: Bearer で使うためのもの。あなたと同じ権限を持ちます。一年で切れ、パスワードを変えたときにも終わります（残すこともできます）。", "For /api/v1 with Authorization: Bearer. A token may do what you may. It ends after a year, and when the password is changed unless you keep it."));
    if (fresh)
        html(h, "<div class=\"banner good\" role=\"status\"><p>%s</p><p><code>%s</code></p></div>", T(w, "新しいトークン。いま写してください。二度と表示されません。", "The new token. Copy it now: it is not shown again."), fresh);
    if (json_array_size(rows) > 0) {
        table_begin(w, T(w, "トークンの表", "Tokens"), cols, COUNT(cols), true);
        json_array_foreach(rows, i, r)
        {
            row_begin(w, NULL);
            cell(w, &cols[0]);
            html(h, "%s", json_text(r, "label"));
            cell(w, &cols[1]);
            web_time(w, json_text(r, "made_at"));
            cell(w, &cols[2]);
            if (json_has(r, "used_at"))
                web_time(w, json_text(r, "used_at"));
            else
                html(h, "—");
            cell(w, &cols[3]);
            web_time(w, json_text(r, "ends_at"));
            cell(w, &cols[4]);
            web_form_begin(w, arena_fmt(w->c->mem, "/account/tokens/%lld/end", (long long)json_int(r, "id", 0)));
            html(h, "<button class=\"second small\">%s</button></form>", T(w, "終わらせる", "End"));
            row_end(w);
        }
        table_end(w);
    }
    html(h, "<div class=\"narrow-form\">");
    web_form_begin(w, "/account/tokens");
    input(w, &(Input){ "label", T(w, "用途", "What for"), "text", "off", T(w, "例：夜間の書き出し", "e.g. nightly export"), NULL }, e);
    html(h, "<button>%s</button></form></div>", T(w, "トークンを作る", "Make a token"));
}

static void
account_page(Web *w, const char *fresh, const char *done, const Err *e)
{
    Html *h = &w->h;
    w->q->secret = true;
    layout_begin(w, T(w, "自分の設定", "Your account"), "");
    if (done)
        html(h, "<div class=\"banner good\" role=\"status\"><p>%s</p></div>", done);
    alert(w, e);
    html(h, "<dl class=\"facts\">");
    fact(w, T(w, "ログイン名", "Login"), w->who.login);
    fact(w, T(w, "氏名", "Name"), w->who.name);
    fact(w, T(w, "役割", "Roles"), web_roles(w, w->who.roles));
    html(h, "</dl><h2>%s</h2><div class=\"narrow-form\">", T(w, "パスワードを変える", "Change the password"));
    web_form_begin(w, "/account/password");
    html(h, "<input class=\"hidden\" type=\"text\" autocomplete=\"username\" value=\"%s\" readonly tabindex=\"-1\" aria-hidden=\"true\">", w->who.login);
    input(w, &(Input){ "old", T(w, "今のパスワード", "Present password"), "password", "current-password", NULL, NULL }, e);
    input(w, &(Input){ "password", T(w, "新しいパスワード", "New password"), "password", "new-password", password_hint(w), NULL }, e);
    input(w, &(Input){ "again", T(w, "新しいパスワード（もう一度）", "New password, once more"), "password", "new-password", NULL, NULL }, e);
    if (json_array_size(account_tokens(w->c, w->who.id)) > 0)
        html(h, "<div class=\"field\"><p class=\"hint\" id=\"h-keep\">%s</p><label><input type=\"checkbox\" name=\"keep_tokens\" value=\"1\" aria-describedby=\"h-keep\"> %s</label></div>",
             T(w, "パスワードを変えると、ほかのブラウザのサインインと、下のトークンが終わります。誰かに知られたかもしれないときは、残さないでください。",
               "A change ends your sessions in other browsers and the tokens below. Keep none when somebody may have known the password."),
             T(w, "プログラム用のトークンを残す", "Keep my tokens for programs"));
    html(h, "<button>%s</button></form></div>", T(w, "変える", "Change"));
    sessions_part(w);
    tokens_part(w, fresh, e);
    layout_end(w);
}

void
page_account(Web *w)
{
    account_page(w, NULL, NULL, NULL);
}

void
post_password(Web *w)
{
    const char *fresh = req_field(w->q, "password"), *old = req_field(w->q, "old");
    size_t      tokens = json_array_size(account_tokens(w->c, w->who.id));
    AccountKeep keep = { .session = w->who.session, .tokens = req_field(w->q, "keep_tokens") != NULL };
    if (same_twice(w, fresh, req_field(w->q, "again")) && account_set_password(w->c, w->who.login, old ? old : "", fresh, keep)) {
        const char *done = tokens == 0 ? T(w, "パスワードを変えました。ほかのブラウザのサインインは終わりました。", "The password was changed; your other browsers are signed out.")
                           : keep.tokens ? T(w, "パスワードを変えました。ほかのブラウザのサインインは終わりました。プログラム用のトークン %zu 個は残っています。", "The password was changed; your other browsers are signed out. Your tokens for programs are kept: %zu.")
                                         : T(w, "パスワードを変えました。ほかのブラウザのサインインと、プログラム用のトークン %zu 個が終わりました。使うプログラムには新しいトークンを渡してください。", "The password was changed; your other browsers are signed out, and your tokens for programs have ended: %zu. Give the programs that you use new ones.");
        account_page(w, NULL, tokens == 0 ? done : arena_fmt(w->c->mem, done, tokens), NULL);
        return;
    }
    Err e = taken(w);
    if (ok(w->c))
        account_page(w, NULL, NULL, &e);
}

void
post_token(Web *w)
{
    const char *token = account_token_make(w->c, w->who.login, req_field(w->q, "label"));
    Err         e = token ? (Err){ 0 } : taken(w);
    if (ok(w->c))
        account_page(w, token, NULL, &e);
}

void
post_token_end(Web *w)
{
    int64_t id = 0;
    if (!number_int(w->arg, &id))
        fail(w->c, ERR_NOT_FOUND, NULL, "%s", T(w, "このトークンはありません。", "There is no such token."));
    else if (account_token_end(w->c, w->who.id, id))
        req_redirect(w->q, "/account#tokens");
}

void
post_session_end(Web *w)
{
    int64_t id = 0;
    if (!number_int(w->arg, &id))
        fail(w->c, ERR_NOT_FOUND, NULL, "%s", T(w, "このサインインはありません。", "There is no such session."));
    else if (account_session_end(w->c, w->who.id, id))
        req_redirect(w->q, "/account");
}
