/* account.c -- accounts, links, sessions, tokens, attempts, on a real store.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "domain/account.h"
#include "domain/ledger.h"
#include "format/json.h"
#include "store/db.h"

#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char good[] = "correct horse 海 staple";
static const char other[] = "battery 山 lantern violin";

static Ctx *
operator_store(void)
{
    Ctx *c = test_store();
    c->role = ROLE_OPERATOR;
    return c;
}

static Ctx *
as(Ctx *c, const char *login, int role)
{
    c->actor = login;
    c->role = role;
    c->err = (Err){ 0 };
    return c;
}

static ErrKind
why(Ctx *c)
{
    ErrKind k = c->err.kind;
    c->err = (Err){ 0 };
    return k;
}

static void
add(Ctx *c, const char *login, int roles)
{
    const char *token;
    as(c, "cli:test", ROLE_OPERATOR);
    CHECK(account_add(c, login, "試験 太郎", good, roles, &token));
}

static ErrKind
sign_in(Ctx *c, const char *login, const char *password, const char *peer, const char *device, SignedIn *out)
{
    as(c, "guest", 0);
    SignIn in = { .login = login, .password = password, .peer = peer, .agent = "test", .device = device };
    return account_sign_in(c, &in, out) ? ERR_NONE : why(c);
}

static int64_t
count(Ctx *c, const char *act)
{
    return db_int(c, SQL("SELECT count(*) FROM ledger WHERE act = $1"), V(act));
}

TEST(the_first_link_is_spent_once)
{
    Ctx        *c = operator_store();
    const char *old = account_first_token(c), *token = account_first_token(c), *login;
    AccountLink link;
    CHECK(old && token && strlen(token) == 64);
    CHECK(!account_link(c, old, &link) && why(c) == ERR_NOT_FOUND);
    CHECK(account_link(c, token, &link));
    CHECK_STR(link.kind, "first");
    as(c, "guest", 0);
    CHECK(!account_link_spend(c, token, "x", "名", good, &login) && why(c) == ERR_INVALID);
    CHECK(!account_link_spend(c, token, "taro", " ", good, &login) && why(c) == ERR_INVALID);
    CHECK(!account_link_spend(c, token, "taro", "名", "short", &login) && why(c) == ERR_INVALID);
    CHECK(!account_link_spend(c, token, "guest", "名", good, &login) && why(c) == ERR_INVALID);
    CHECK(account_link_spend(c, token, "Ｔaro", "関門 太郎", good, &login));
    CHECK_STR(login, "taro");
    CHECK(!account_link_spend(c, token, "jiro", "名", good, &login) && why(c) == ERR_NOT_FOUND);
    CHECK(account_first_token(c) == NULL && ok(c));
    SignedIn in;
    Account  who;
    CHECK(sign_in(c, "TARO", good, "192.0.2.1", NULL, &in) == ERR_NONE);
    CHECK(account_session(c, in.token, &who) && who.roles == (ROLE_ADMIN | ROLE_OFFICER));
    CHECK_STR(who.name, "関門 太郎");
    CHECK(count(c, "account.first") == 1 && count(c, "account.sign_in") == 1);
}

TEST(a_link_for_the_first_runs_out)
{
    Ctx        *c = operator_store();
    const char *token = account_first_token(c);
    AccountLink link;
    c->now = "2026-01-08T00:00:01Z";
    CHECK(!account_link(c, token, &link) && why(c) == ERR_NOT_FOUND);
}

TEST(weak_passwords_are_refused)
{
    static const char *const weak[] = { "", "short", "password1234", "P@ssw0rd!2024", "１２３４５６７８９０１２", "aaaaaaaaaaaaaaaa", "qwertyuiop12", "1qaz2wsx3edc",
        "kanmonkanmon", "パスワードパスワード12", "文部科学省2026!!", "taro.suzuki1", "dragon#monkey#77", "monbukagaku2026", "LetMeIn!LetMeIn!" };
    static const char *const strong[] = { "correct horse 海 staple", "z8#kQ!v0wR7x", "tanpopo wo mitsuketa yama", "桜の下で犬が三回鳴いたよねえ" };
    Ctx        *c = operator_store();
    const char *token;
    for (size_t i = 0; i < sizeof weak / sizeof *weak; i++) {
        CHECK(!account_add(c, "taro.suzuki", "鈴木", weak[i], ROLE_READER, &token));
        if (why(c) != ERR_INVALID)
            fprintf(stderr, "  accepted: %s\n", weak[i]);
    }
    for (size_t i = 0; i < sizeof strong / sizeof *strong; i++)
        CHECK(account_add(c, arena_fmt(c->mem, "user%zu", i), "名", strong[i], ROLE_READER, &token));
}

TEST(a_wrong_login_and_a_wrong_password_look_the_same)
{
    Ctx     *c = operator_store();
    SignedIn in;
    add(c, "hanako", ROLE_OFFICER);
    SignIn      a = { .login = "hanako", .password = "wrong wrong wrong", .peer = "192.0.2.1" }, b = { .login = "nobody", .password = "wrong wrong wrong", .peer = "192.0.2.1" };
    const char *said[2];
    double      took[2];
    SignIn     *tries[] = { &a, &b };
    for (int i = 0; i < 2; i++) {
        struct timespec from, to;
        as(c, "guest", 0);
        clock_gettime(CLOCK_MONOTONIC, &from);
        CHECK(!account_sign_in(c, tries[i], &in) && in.token == NULL);
        clock_gettime(CLOCK_MONOTONIC, &to);
        took[i] = (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
        said[i] = c->err.text;
        CHECK(why(c) == ERR_SIGN_IN);
    }
    CHECK_STR(said[0], said[1]);
    CHECK(took[1] > took[0] / 4); /* a login that is not there is not answered at once */
}

TEST(attempts_are_counted_before_the_password_is_looked_at)
{
    Ctx     *c = operator_store();
    SignedIn in, mine;
    add(c, "hanako", ROLE_OFFICER);
    CHECK(sign_in(c, "hanako", good, "192.0.2.1", NULL, &mine) == ERR_NONE); /* her own browser is known now */
    for (int i = 0; i < 5; i++)
        CHECK(sign_in(c, "hanako", "not the password", arena_fmt(c->mem, "192.0.2.%d", 10 + i), NULL, &in) == ERR_SIGN_IN);
    CHECK(sign_in(c, "hanako", good, "192.0.2.99", NULL, &in) == ERR_LIMIT);
    CHECK(sign_in(c, "hanako", good, "192.0.2.99", "0000000000000000000000000000000000000000000000000000000000000000", &in) == ERR_LIMIT);
    CHECK(count(c, "account.locked") == 1);
    CHECK(sign_in(c, "hanako", good, "192.0.2.99", mine.device, &in) == ERR_NONE); /* strangers do not lock her out */
    c->now = "2026-01-01T00:15:01Z";
    CHECK(sign_in(c, "hanako", good, "192.0.2.99", NULL, &in) == ERR_NONE);
    for (int i = 0; i < 5; i++)
        CHECK(sign_in(c, "hanako", "not the password", "192.0.2.1", mine.device, &in) == ERR_SIGN_IN);
    CHECK(sign_in(c, "hanako", good, "192.0.2.1", mine.device, &in) == ERR_LIMIT); /* nor is a stolen browser free to guess */
}

TEST(one_address_cannot_try_many_logins)
{
    Ctx     *c = operator_store();
    SignedIn in;
    add(c, "hanako", ROLE_OFFICER);
    for (int i = 0; i < 20; i++)
        db_run(c, SQL("INSERT INTO account_attempt (scope, at) VALUES ($1, $2)"), V("peer:2001:db8:1:2:", c->now));
    CHECK(sign_in(c, "hanako", good, "2001:db8:1:2:ffff::9", NULL, &in) == ERR_LIMIT); /* the same /64 */
    CHECK(sign_in(c, "hanako", good, "2001:db8:1:3::9", NULL, &in) == ERR_NONE);
    for (int i = 0; i < 20; i++) /* zeros are left out of an address where there are most of them: now here, now there */
        (void)sign_in(c, arena_fmt(c->mem, "nobody%d", i), "not the password", arena_fmt(c->mem, i % 2 ? "2001:db8::%x:1:2:3" : "2001:db8::%x", 0xa000 + i), NULL, &in);
    CHECK(sign_in(c, "hanako", good, "2001:db8:0:0:beef::1", NULL, &in) == ERR_LIMIT);
    CHECK(sign_in(c, "hanako", good, "2001:db8:0:1::1", NULL, &in) == ERR_NONE);
}

TEST(sessions_end)
{
    Ctx     *c = operator_store();
    SignedIn in, two;
    Account  who;
    add(c, "hanako", ROLE_OFFICER);
    CHECK(sign_in(c, "hanako", good, "p", NULL, &in) == ERR_NONE);
    CHECK(account_session(c, in.token, &who) && who.csrf && strlen(who.csrf) == 32);
    CHECK(!account_session(c, "' OR 1=1 --", &who) && !account_session(c, NULL, &who) && ok(c));
    CHECK(db_int(c, SQL("SELECT count(*) FROM account_session WHERE token_sha256 = $1"), V(in.token)) == 0); /* only its hash is kept */
    c->now = "2026-01-01T00:59:00Z";
    CHECK(account_session(c, in.token, &who)); /* and was seen */
    c->now = "2026-01-01T01:58:00Z";
    CHECK(account_session(c, in.token, &who));
    c->now = "2026-01-01T02:59:00Z";
    CHECK(!account_session(c, in.token, &who) && ok(c)); /* an hour without a request */
    CHECK(sign_in(c, "hanako", good, "p", NULL, &in) == ERR_NONE);
    db_run(c, SQL("UPDATE account_session SET seen_at = $1"), V("2026-01-01T15:00:00Z"));
    c->now = "2026-01-01T15:00:01Z";
    CHECK(!account_session(c, in.token, &who)); /* twelve hours */
    CHECK(sign_in(c, "hanako", good, "p", NULL, &in) == ERR_NONE && sign_in(c, "hanako", good, "q", NULL, &two) == ERR_NONE);
    CHECK(account_session(c, in.token, &who));
    CHECK(json_array_size(account_sessions(c, who.id)) == 2);
    CHECK(account_sign_out(c, in.token) && !account_session(c, in.token, &who) && account_session(c, two.token, &who));
    CHECK(account_session_end(c, who.id + 1, who.session) && account_session(c, two.token, &who)); /* not somebody else's */
    as(c, "cli:test", ROLE_OPERATOR);
    CHECK(account_set_roles(c, "hanako", ROLE_READER) && account_session(c, two.token, &who) && who.roles == ROLE_READER);
    CHECK(account_close(c, "hanako") && !account_session(c, two.token, &who));
    CHECK(sign_in(c, "hanako", good, "p", NULL, &in) == ERR_SIGN_IN);
}

TEST(a_session_that_is_read_while_another_writes_does_not_wait)
{
    Ctx     *c = operator_store();
    SignedIn in;
    Account  who;
    add(c, "hanako", ROLE_OFFICER);
    CHECK(sign_in(c, "hanako", good, "p", NULL, &in) == ERR_NONE);
    Ctx *writer = test_ctx();
    CHECK(db_open(writer, db_url(c->db), false));
    tx_begin(writer);
    db_run(writer, SQL("UPDATE account SET name = name"), NOV);
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    c->now = "2026-01-01T00:30:00Z";
    CHECK(account_session(c, in.token, &who) && ok(c));
    clock_gettime(CLOCK_MONOTONIC, &to);
    CHECK(to.tv_sec - from.tv_sec < 5);
    CHECK(tx_end(writer));
    db_close(writer->db);
}

TEST(passwords_are_changed_by_their_owner)
{
    Ctx        *c = operator_store();
    SignedIn    in, two;
    Account     who;
    const char *token, *login;
    add(c, "hanako", ROLE_OFFICER);
    add(c, "taro", ROLE_ADMIN);
    CHECK(sign_in(c, "hanako", good, "p", NULL, &in) == ERR_NONE && sign_in(c, "hanako", good, "q", NULL, &two) == ERR_NONE);
    account_session(c, in.token, &who);
    as(c, "hanako", ROLE_OFFICER);
    const char *program = account_token_make(c, "hanako", "nightly export");
    CHECK(program != NULL);
    CHECK(!account_set_password(c, "hanako", "not the old one", other, (AccountKeep){ .session = who.session }) && why(c) == ERR_INVALID);
    CHECK(!account_set_password(c, "taro", good, other, (AccountKeep){ 0 }) && why(c) == ERR_DENIED);
    CHECK(!account_set_password(c, "hanako", NULL, other, (AccountKeep){ 0 }) && why(c) == ERR_DENIED);
    CHECK(account_set_password(c, "hanako", good, other, (AccountKeep){ .session = who.session, .tokens = true }));
    CHECK(account_session(c, in.token, &who) && !account_session(c, two.token, &who)); /* the other browsers are out */
    CHECK(account_token(c, program, &who) && ok(c));
    for (int i = 0; i < 5; i++) {
        CHECK(!account_set_password(as(c, "hanako", ROLE_OFFICER), "hanako", "a guess and another", good, (AccountKeep){ 0 }));
        why(c);
    }
    CHECK(!account_set_password(as(c, "hanako", ROLE_OFFICER), "hanako", other, good, (AccountKeep){ 0 }) && why(c) == ERR_LIMIT);
    as(c, "taro", ROLE_ADMIN);
    CHECK(!account_set_password(c, "hanako", NULL, good, (AccountKeep){ 0 }) && why(c) == ERR_DENIED); /* an administrator gives a link */
    CHECK(account_reset(c, "hanako", &token) && token);
    CHECK(account_link_spend(as(c, "guest", 0), token, "ignored", "ignored", good, &login));
    CHECK_STR(login, "hanako");
    CHECK(!account_session(c, in.token, &who) && !account_token(c, program, &who));
    CHECK(sign_in(c, "hanako", good, "r", NULL, &in) == ERR_NONE);
}

TEST(there_is_always_an_administrator)
{
    Ctx        *c = operator_store();
    const char *token;
    add(c, "taro", ROLE_ADMIN | ROLE_OFFICER);
    CHECK(account_add(c, "invited", "名", NULL, ROLE_ADMIN, &token) && token); /* cannot sign in yet: does not count */
    CHECK(!account_set_roles(c, "taro", ROLE_OFFICER) && why(c) == ERR_CONFLICT);
    CHECK(!account_close(c, "taro") && why(c) == ERR_CONFLICT);
    CHECK(!account_set_roles(c, "taro", ROLE_OPERATOR) && why(c) == ERR_INVALID);
    CHECK(!account_set_roles(c, "taro", ROLE_ADMIN | ROLE_GUEST) && why(c) == ERR_INVALID);
    CHECK(!account_set_roles(c, "taro", 0) && why(c) == ERR_INVALID);
    CHECK(!account_close(c, "nobody") && why(c) == ERR_NOT_FOUND);
    const char *login;
    CHECK(account_link_spend(as(c, "guest", 0), token, NULL, "招かれた人", good, &login));
    as(c, "taro", ROLE_ADMIN);
    CHECK(account_set_roles(c, "taro", ROLE_OFFICER));
    CHECK(!account_close(as(c, "invited", ROLE_ADMIN), "invited") && why(c) == ERR_CONFLICT);
}

TEST(only_who_manages_accounts_manages_accounts)
{
    static const int roles[] = { 0, ROLE_GUEST, ROLE_READER, ROLE_EVALUATOR, ROLE_OFFICER };
    Ctx        *c = operator_store();
    const char *token;
    add(c, "taro", ROLE_ADMIN);
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        as(c, "someone", roles[i]);
        CHECK(!account_add(c, "new", "名", good, ROLE_ADMIN, &token) && why(c) != ERR_NONE);
        CHECK(!account_set_roles(c, "taro", ROLE_READER) && why(c) != ERR_NONE);
        CHECK(!account_close(c, "taro") && why(c) != ERR_NONE);
        CHECK(!account_reset(c, "taro", &token) && !token && why(c) != ERR_NONE);
        CHECK(json_array_size(account_list(c)) == 0 && why(c) != ERR_NONE);
        CHECK(!account_token_make(c, "taro", "x") && why(c) != ERR_NONE);
    }
    as(c, "taro", ROLE_ADMIN);
    add(c, "hanako", ROLE_OFFICER);
    as(c, "taro", ROLE_ADMIN);
    CHECK(!account_token_make(c, "hanako", "x") && why(c) == ERR_DENIED); /* that would be acting in her name */
    CHECK(json_array_size(account_list(c)) == 2);
}

TEST(tokens_of_programs)
{
    Ctx    *c = operator_store();
    Account who;
    add(c, "hanako", ROLE_EVALUATOR);
    as(c, "hanako", ROLE_EVALUATOR);
    const char *token = account_token_make(c, "hanako", "  夜の\n書き出し ");
    CHECK(token && strncmp(token, "kt_", 3) == 0 && strlen(token) == 67);
    CHECK(account_token(c, token, &who) && who.roles == ROLE_EVALUATOR && !who.csrf);
    CHECK(!account_token(c, token + 3, &who) && !account_token(c, "kt_", &who) && !account_token(c, NULL, &who));
    CHECK(!account_session(c, token, &who) && !account_session(c, token + 3, &who)); /* not a session */
    json_t *list = account_tokens(c, who.id ? who.id : 1);
    CHECK(json_array_size(list) == 1);
    CHECK_STR(json_text(list, "0.label"), "夜の 書き出し");
    CHECK(json_has(list, "0.used_at"));
    int64_t id = json_int(list, "0.id", 0);
    CHECK(!account_token_end(c, 99, id) && why(c) == ERR_NOT_FOUND && account_token(c, token, &who)); /* not somebody else's */
    CHECK(account_token_end(c, who.id, id) && !account_token(c, token, &who));
    token = account_token_make(c, "hanako", "again");
    c->now = "2027-01-02T00:00:00Z";
    CHECK(!account_token(c, token, &who)); /* a year */
    for (int i = 0; i < 20; i++)
        CHECK(account_token_make(c, "hanako", "many") != NULL);
    CHECK(!account_token_make(c, "hanako", "one more") && why(c) == ERR_CONFLICT);
}

TEST(no_secret_is_on_the_ledger_or_in_the_store)
{
    Ctx        *c = operator_store();
    const char *token, *hostile = "x'; DROP TABLE account; --<script>alert(1)</script>";
    SignedIn    in;
    CHECK(!account_add(c, hostile, "名", good, ROLE_READER, &token) && why(c) == ERR_INVALID);
    CHECK(!account_add(c, "../../etc", "名", good, ROLE_READER, &token) && why(c) == ERR_INVALID);
    CHECK(account_add(c, "hanako", hostile, NULL, ROLE_READER, &token));
    const char *login;
    CHECK(account_link_spend(as(c, "guest", 0), token, NULL, hostile, good, &login));
    CHECK(sign_in(c, "hanako", good, hostile, NULL, &in) == ERR_NONE);
    CHECK(sign_in(c, hostile, hostile, hostile, hostile, &in) == ERR_SIGN_IN);
    as(c, "cli:test", ROLE_OPERATOR);
    CHECK_STR(json_text(account_list(c), "0.name"), hostile);
    size_t  i;
    json_t *row;
    json_array_foreach(ledger_list(c, NULL, 0, 100), i, row) CHECK(!strstr(json_text(row, "payload"), good) && !strstr(json_text(row, "payload"), token));
    CHECK(db_int(c, SQL("SELECT count(*) FROM account WHERE password LIKE '$argon2id$v=19$m=65536,t=2,%'"), NOV) == 1);
    int64_t rows, broken;
    CHECK(ledger_verify(c, &rows, &broken, &token));
}
