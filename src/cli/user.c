/* user.c -- people and their tokens, by the operator of the machine.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A password is never an argument: arguments are seen by everyone on the machine and stay in the shell's history. */
#include "cli/cli.h"

#include "base/buf.h"
#include "base/number.h"
#include "base/text.h"
#include "domain/account.h"
#include "format/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static const char *
typed(Cli *k, const char *prompt)
{
    struct termios was, quiet;
    char           line[512];
    tcgetattr(STDIN_FILENO, &was);
    quiet = was;
    quiet.c_lflag &= (tcflag_t)~ECHO;
    cli_tell("%s", prompt);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    const char *got = fgets(line, sizeof line, stdin);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &was);
    fputc('\n', stderr);
    return got ? arena_strn(k->c.mem, line, strcspn(line, "\r\n")) : NULL;
}

/* From --password-file (- is standard input), or from the terminal twice; NULL with the error. */
static const char *
password(Cli *k)
{
    Ctx *c = &k->c;
    if (k->password_file) {
        Buf *b = buf_in(c->mem);
        int  bad = strcmp(k->password_file, "-") == 0 ? buf_read_fd(b, STDIN_FILENO, 4096) : buf_read_file(b, k->password_file, 4096);
        if (bad == 0 && text_is_utf8(buf_text(b), b->n))
            return arena_strn(c->mem, buf_text(b), strcspn(buf_text(b), "\r\n"));
        fail(c, ERR_INVALID, k->password_file, L(c, "%s が読めません（UTF-8 の 1 行、4 KiB まで）。", "%s cannot be read: one line of UTF-8, at most 4 KiB"), k->password_file);
        return NULL;
    }
    if (!isatty(STDIN_FILENO)) {
        fail(c, ERR_INVALID, NULL, "%s", L(c, "端末がありません。--password-file FILE（- は標準入力）で渡してください。", "there is no terminal; give --password-file FILE (- for standard input)"));
        return NULL;
    }
    const char *one = typed(k, L(c, "パスワード: ", "password: ")), *two = one ? typed(k, L(c, "もう一度: ", "once more: ")) : NULL;
    if (one && two && strcmp(one, two) == 0)
        return one;
    fail(c, ERR_INVALID, NULL, "%s", L(c, "二つのパスワードが違います。", "the two passwords differ"));
    return NULL;
}

/* "admin,officer" -> bits; 0 with the error. */
static int
roles(Cli *k, const char *words)
{
    size_t n;
    char **v = text_split(k->c.mem, words, ",", &n);
    int    set = 0;
    for (size_t i = 0; i < n; i++) {
        int bit = role_of(text_trim(k->c.mem, v[i]));
        if (!bit)
            fail(&k->c, ERR_INVALID, "role", L(&k->c, "役割 %s はありません。admin, officer, evaluator, reader です。", "there is no role %s; it is admin, officer, evaluator, reader"), v[i]);
        set |= bit;
    }
    return ok(&k->c) ? set : 0;
}

static int
say(Cli *k, const char *key, const char *value, const char *sentence)
{
    if (!ok(&k->c))
        return cli_error(k);
    if (k->json)
        return cli_json(k, json_keep(k->c.mem, value ? json_pack("{ss}", key, value) : json_pack("{sb}", "ok", 1)));
    cli_tell("kanmon: %s\n", sentence);
    if (value)
        cli_say("%s\n", value);
    return 0;
}

static int
user_add(Cli *k, const char *login)
{
    Ctx        *c = &k->c;
    const char *token = NULL, *name = k->name ? k->name : login;
    int         set = roles(k, k->role ? k->role : "officer");
    const char *secret = set && !k->invite ? password(k) : NULL;
    if (ok(c))
        account_add(c, login, name, secret, set, &token);
    return token ? say(k, "link", arena_fmt(c->mem, "/invite/%s", token), L(c, "招待のリンク（サーバーのアドレスの後に付ける。一回、7 日間）:", "invitation (put it behind the server's address; once, 7 days):"))
                 : say(k, NULL, NULL, arena_fmt(c->mem, L(c, "%s を登録しました。", "%s was added"), login));
}

static int
user_list(Cli *k)
{
    json_t *rows = account_list(&k->c), *p;
    size_t  i;
    if (k->json || !ok(&k->c))
        return cli_json(k, rows);
    json_array_foreach(rows, i, p)
    {
        int set = 0;
        size_t  j;
        json_t *r;
        json_array_foreach(json_path(p, "roles"), j, r) set |= role_of(json_string_value(r));
        cli_say("%s\t%s\t%s\t%s\n", json_text(p, "login"), json_text(p, "name"), role_names(k->c.mem, set),
               json_has(p, "closed_at") ? "closed" : json_flag(p, "invited") ? "invited" : json_has(p, "seen_at") ? json_text(p, "seen_at") : "-");
    }
    return 0;
}

static int
user_tokens(Cli *k, const char *login)
{
    Ctx    *c = &k->c;
    json_t *rows = account_list(c), *p;
    size_t  i;
    int64_t id = 0;
    json_array_foreach(rows, i, p)
        if (strcmp(json_text(p, "login"), login) == 0)
            id = json_int(p, "id", 0);
    if (!id)
        fail(c, ERR_NOT_FOUND, "login", L(c, "利用者 %s はいません。", "there is no account %s"), login);
    if (ok(c) && k->n == 4) {
        int64_t token = 0;
        if (number_int(k->args[3], &token))
            account_token_end(c, id, token);
        else
            fail(c, ERR_INVALID, "token", L(c, "「%s」はトークンの番号ではありません。", "\"%s\" is no number of a token"), k->args[3]);
        return say(k, NULL, NULL, L(c, "トークンを終わらせました。", "the token has ended"));
    }
    return cli_json(k, ok(c) ? account_tokens(c, id) : NULL);
}

int
cmd_user(Cli *k)
{
    Ctx        *c = &k->c;
    const char *what = k->n > 0 ? k->args[0] : "list", *login = k->n > 1 ? k->args[1] : NULL, *token = NULL, *secret;
    bool        list = strcmp(what, "list") == 0;
    if (k->n > 4 || (!list && !login))
        return cli_usage("user");
    if (!cli_open(k, true))
        return cli_error(k);
    if (list)
        return user_list(k);
    if (strcmp(what, "add") == 0 && k->n == 2)
        return user_add(k, login);
    if (strcmp(what, "role") == 0 && k->n == 3) {
        int set = roles(k, k->args[2]);
        if (set)
            account_set_roles(c, login, set);
        return say(k, NULL, NULL, L(c, "役割を変えました。", "the roles were changed"));
    }
    if (strcmp(what, "password") == 0 && k->n == 2) {
        if ((secret = password(k)))
            account_set_password(c, login, NULL, secret, (AccountKeep){ 0 });
        return say(k, NULL, NULL, L(c, "パスワードを決めました。サインインとトークンは終わりました。", "the password was set; sessions and tokens have ended"));
    }
    if (strcmp(what, "link") == 0 && k->n == 2) {
        account_reset(c, login, &token);
        return say(k, "link", token ? arena_fmt(c->mem, "/invite/%s", token) : NULL, L(c, "一回限りのリンク（サーバーのアドレスの後に付ける。7 日間）:", "one-time link (put it behind the server's address; 7 days):"));
    }
    if (strcmp(what, "close") == 0 && k->n == 2) {
        account_close(c, login);
        return say(k, NULL, NULL, L(c, "閉じました。", "closed"));
    }
    if (strcmp(what, "token") == 0 && k->n == 3) {
        token = account_token_make(c, login, k->args[2]);
        return say(k, "token", token, L(c, "いま写してください。二度と表示されません:", "copy it now, it is not shown again:"));
    }
    if (strcmp(what, "tokens") == 0 && (k->n == 2 || k->n == 4))
        return k->n == 4 && strcmp(k->args[2], "end") != 0 ? cli_usage("user") : user_tokens(k, login);
    return cli_usage("user");
}
