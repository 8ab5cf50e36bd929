/* password.c -- passwords: what is too weak, argon2id, and the count of attempts.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Length is asked for and no mixture of kinds of characters, as NIST SP 800-63B section 5.1.1.2 and OWASP ASVS 2.1
 * advise: at least 12 characters, any character, NFKC before hashing so that full-width typing is the same password.
 * Refused is what guessers try first: words of catalog/common-passwords.txt, alone or two of them, with whatever digits
 * and signs around and with 0 for o and the like; digits only; the login; few different characters.
 *
 * argon2id with libsodium's "interactive" limits: 64 MiB and 2 passes (OWASP asks for 19 MiB and 2). */
#include "domain/account_in.h"

#include "base/data.h"
#include "base/text.h"
#include "store/db.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

enum { SHORTEST = 12, LONGEST = 256, AT_ONCE = 2, CORE = 200 };

const char *
secret_new(Arena *mem)
{
    unsigned char raw[32];
    char         *hex = arena_alloc(mem, 65);
    randombytes_buf(raw, sizeof raw);
    return sodium_bin2hex(hex, 65, raw, sizeof raw);
}

static bool
letter(char ch)
{
    return (ch >= 'a' && ch <= 'z') || (unsigned char)ch >= 0x80;
}

/* Lower-case letters (any script) of the password, with the usual replacements undone or left. */
static const char *
core_of(Arena *mem, const char *key, bool undo)
{
    static const char from[] = "0134578@$!|", to[] = "oleastbasil";
    char *out = arena_alloc(mem, strlen(key) + 1), *o = out;
    for (const char *p = key; *p; p++) {
        const char *at = undo ? strchr(from, *p) : NULL;
        char        ch = at ? to[at - from] : *p;
        if (letter(ch))
            *o++ = ch;
    }
    return out;
}

static const char *
trimmed(Arena *mem, const char *key)
{
    size_t n = strlen(key);
    while (n > 0 && !letter(key[n - 1]))
        n--;
    while (n > 0 && !letter(*key)) {
        key++;
        n--;
    }
    return arena_strn(mem, key, n);
}

/* The least number of the words that make up all of `core`; 99 when they do not. */
static int
words_in(const char *core, char *const *words, size_t n)
{
    int    best[CORE + 1] = { 0 };
    size_t len = strlen(core);
    for (size_t at = 1; at <= len; at++) {
        best[at] = 99;
        for (size_t i = 0; i < n; i++) {
            size_t k = strlen(words[i]);
            if (k > 0 && k <= at && best[at - k] + 1 < best[at] && strncmp(core + at - k, words[i], k) == 0)
                best[at] = best[at - k] + 1;
        }
    }
    return best[len];
}

static bool
common(Arena *mem, const char *key, const char *login)
{
    size_t      bytes = 0, n = 0;
    const char *list = data_read(mem, data_path(mem, "catalog/common-passwords.txt"), &bytes);
    char      **words = text_split(mem, list ? list : "", "\n", &n);
    for (size_t i = 0; i < n; i++)
        if (words[i][0] == '#')
            words[i][0] = 0; /* a remark */
    for (size_t i = 0; i < n; i++)
        if (*words[i] && strcmp(words[i], key) == 0)
            return true;
    if (n > 0)
        words[n - 1] = arena_str(mem, core_of(mem, login, false)); /* behind the last line feed is nothing else */
    for (int way = 0; way < 3; way++) { /* as it is; with replacements undone; the same without digits and signs at the ends */
        const char *core = core_of(mem, way == 2 ? trimmed(mem, key) : key, way > 0);
        if (!*core || (strlen(core) <= CORE && words_in(core, words, n) <= 2))
            return true;
    }
    return false;
}

static size_t
different(const char *s)
{
    uint32_t seen[16], cp;
    size_t   n = 0;
    while (n < 16 && (cp = text_next(&s))) {
        size_t i = 0;
        while (i < n && seen[i] != cp)
            i++;
        if (i == n)
            seen[n++] = cp;
    }
    return n;
}

bool
password_good(Ctx *c, const char *password, const char *login, const char *name)
{
    const char *p = password ? password : "", *key = text_key(c->mem, p);
    (void)name;
    if (text_chars(p) < SHORTEST)
        return fail(c, ERR_INVALID, "password", L(c, "パスワードは %d 文字以上にしてください。四つ以上の言葉をつないだ文が覚えやすく強いです。",
                                                  "a password has at least %d characters; four or more words in a row are strong and easy to keep"), SHORTEST);
    if (strlen(p) > LONGEST)
        return fail(c, ERR_INVALID, "password", L(c, "パスワードは %d バイトまでです。", "a password has at most %d bytes"), LONGEST);
    if (different(key) < 5 || (*login && strstr(key, login) && strlen(key) < strlen(login) + 6) || common(c->mem, key, login))
        return fail(c, ERR_INVALID, "password", "%s", L(c, "このパスワードは真っ先に試されるものです（よくある言葉に数字や記号を足しただけ、数字だけ、ログイン名と同じ、など）。関係のない言葉をいくつかつないでください。",
                                                        "this password is among the first that are tried (a common word with digits or signs, digits only, the login, ...); put several unrelated words together"));
    return ok(c);
}

static struct {
    pthread_mutex_t lock;
    pthread_cond_t  one_less;
    int             busy;
} gate = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0 };

static void
gate_in(void)
{
    pthread_mutex_lock(&gate.lock);
    while (gate.busy >= AT_ONCE)
        pthread_cond_wait(&gate.one_less, &gate.lock);
    gate.busy++;
    pthread_mutex_unlock(&gate.lock);
}

static void
gate_out(void)
{
    pthread_mutex_lock(&gate.lock);
    gate.busy--;
    pthread_cond_signal(&gate.one_less);
    pthread_mutex_unlock(&gate.lock);
}

const char *
password_hash(Ctx *c, const char *password)
{
    if (!ok(c))
        return NULL;
    const char *p = text_nfkc(c->mem, password);
    char       *out = arena_alloc(c->mem, crypto_pwhash_STRBYTES);
    gate_in();
    int k = crypto_pwhash_str(out, p, strlen(p), crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE);
    gate_out();
    if (k != 0) {
        fail(c, ERR_BROKEN, NULL, "%s", L(c, "パスワードの計算に要る 64 MiB の記憶が得られません。", "the 64 MiB that hashing a password needs cannot be had"));
        return NULL;
    }
    return out;
}

bool
password_is(const char *hash, const char *password)
{
    Arena      *mem = arena_new(1 << 20);
    bool        sane = password && strlen(password) <= 4 * LONGEST && text_is_utf8(password, strlen(password));
    const char *p = sane ? text_nfkc(mem, password) : "";
    bool        good = false;
    gate_in();
    if (hash) {
        good = crypto_pwhash_str_verify(hash, p, strlen(p)) == 0 && sane;
    } else {
        unsigned char out[32], salt[crypto_pwhash_SALTBYTES] = { 0 };
        if (crypto_pwhash(out, sizeof out, p, strlen(p), salt, crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE,
                          crypto_pwhash_ALG_ARGON2ID13) != 0)
            good = false; /* it was only for its time */
    }
    gate_out();
    arena_free(mem);
    return good;
}

bool
password_stale(const char *hash)
{
    return crypto_pwhash_str_needs_rehash(hash, crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0;
}

static bool
attempts_left(Ctx *c, const char *const scopes[], const int limits[])
{
    const char *since = time_plus(c->mem, c->now, -WINDOW_S);
    for (size_t i = 0; scopes[i]; i++)
        if (db_int(c, SQL("SELECT count(*) FROM account_attempt WHERE scope = $1 AND at > $2"), V(scopes[i], since)) >= limits[i])
            return fail(c, ERR_LIMIT, NULL, L(c, "失敗が続いたため、しばらくサインインできません。%d 分たってからもう一度試してください。パスワードを忘れたときは管理者に頼んでください。",
                                              "too many failures; try again in %d minutes. If you forgot the password, ask an administrator"), WINDOW_S / 60);
    return ok(c);
}

bool
attempt_begin(Ctx *c, const char *const scopes[], const int limits[])
{
    if (!attempts_left(c, scopes, limits)) /* a flood is turned away without writing */
        return false;
    tx_begin(c);
    account_lock(c);
    attempts_left(c, scopes, limits);
    db_run(c, SQL("DELETE FROM account_attempt WHERE at < $1"), V(time_plus(c->mem, c->now, -86400)));
    for (size_t i = 0; scopes[i]; i++)
        db_run(c, SQL("INSERT INTO account_attempt (scope, at) VALUES ($1, $2)"), V(scopes[i], c->now));
    return tx_end(c);
}

void
attempt_right(Ctx *c, const char *const scopes[])
{
    /* Of the person everything is forgiven; of an address only this one, or one account of his own would let an
     * attacker begin again and again. */
    for (size_t i = 0; scopes[i]; i++) {
        if (!text_starts(scopes[i], "peer:"))
            db_run(c, SQL("DELETE FROM account_attempt WHERE scope = $1"), V(scopes[i]));
        else
            db_run(c, SQL("DELETE FROM account_attempt WHERE id = (SELECT max(id) FROM account_attempt WHERE scope = $1)"), V(scopes[i]));
    }
}
