/* answer.c -- answers out: headers, validators, compression, cookies.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Caching. A page is "private, no-cache": the browser may keep it but asks before each use, and the ETag (a hash of
 * what the page says, so also of who is signed in) makes the answer a 304 of a few bytes. no-store for everything
 * would cost the whole page each time; it is sent where a token or a password form stands (q->secret), and signing
 * out sends Clear-Site-Data so that nothing is left in a shared office machine.
 *
 * Compression and secrets (BREACH): an attacker who can make a browser ask us for pages with words of his choice
 * in them, and sees the lengths, can guess what else is on a compressed page. So a request that brings a cookie is
 * compressed only when the browser says that it comes from our own pages or from the person (Sec-Fetch-Site). */
#include "net/http_in.h"

#include "base/text.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { SMALL = 1024, LEVEL = 1 };

void
req_set_cookie(Req *q, const char *name, const char *v, long max_age)
{
    Exchange *x = q->state;
    Cookie   *k = NEW(q->mem, Cookie);
    k->text = arena_fmt(q->mem, "%s=%s; Path=/; SameSite=Lax; HttpOnly%s%s", name, v, q->tls ? "; Secure" : "",
                        max_age < 0 ? "" : arena_fmt(q->mem, "; Max-Age=%ld", max_age));
    k->next = x->cookies;
    x->cookies = k;
}

void
req_redirect(Req *q, const char *path)
{
    static const char hex[] = "0123456789ABCDEF";
    bool  ours = path[0] == '/' && path[1] != '/' && path[1] != '\\';
    char *out = arena_alloc(q->mem, strlen(path) * 3 + 2), *o = out;
    for (const char *p = ours ? path : "/"; *p; p++) {
        unsigned char ch = (unsigned char)*p;
        if (ch > 0x20 && ch < 0x7f && ch != '\\' && ch != '"') {
            *o++ = (char)ch;
        } else {
            *o++ = '%';
            *o++ = hex[ch >> 4];
            *o++ = hex[ch & 15];
        }
    }
    q->status = 303;
    q->location = out;
}

/* RFC 6266: a plain name for old readers, the true one as RFC 5987 says. */
static const char *
disposition(Arena *mem, const char *name)
{
    Buf  *b = buf_in(mem);
    char *plain = arena_str(mem, name);
    for (char *p = plain; *p; p++)
        if ((unsigned char)*p < 0x20 || (unsigned char)*p > 0x7e || strchr("\"\\/%;", *p))
            *p = '_';
    buf_fmt(b, "attachment; filename=\"%s\"; filename*=UTF-8''", plain);
    for (const char *p = name; *p; p++) {
        unsigned char ch = (unsigned char)*p;
        bool          letter = (ch >= '0' && ch <= '9') || ((ch | 32) >= 'a' && (ch | 32) <= 'z') || strchr("-._~", ch);
        buf_fmt(b, letter ? "%c" : "%%%02X", ch);
    }
    return buf_text(b);
}

static bool
may_compress(Exchange *x)
{
    Req        *q = &x->q;
    const char *takes = head_value(q->conn, MHD_HTTP_HEADER_ACCEPT_ENCODING), *site = head_value(q->conn, "Sec-Fetch-Site");
    const char *gzip = takes ? strstr(takes, "gzip") : NULL;
    bool        text = text_starts(q->type, "text/") || strstr(q->type, "json") || strstr(q->type, "xml") || strstr(q->type, "svg");
    if (q->out->n <= SMALL || !text || !gzip || text_starts(gzip, "gzip;q=0,") || strcmp(gzip, "gzip;q=0") == 0)
        return false;
    if (!head_value(q->conn, MHD_HTTP_HEADER_COOKIE) || q->cacheable)
        return true;
    return site && (strcmp(site, "same-origin") == 0 || strcmp(site, "none") == 0);
}

/* The page as gzip, or NULL when that did not work: then it goes as it is. */
static Buf *
compressed(Exchange *x)
{
    Thread *t = pthread_getspecific(x->net->thread);
    Buf    *in = x->q.out;
    if (!t)
        return NULL;
    if (!t->z_ready)
        t->z_ready = deflateInit2(&t->z, LEVEL, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK;
    if (!t->z_ready || in->n > UINT32_MAX || deflateReset(&t->z) != Z_OK)
        return NULL;
    size_t room = deflateBound(&t->z, (uLong)in->n);
    char  *out = malloc(room);
    if (!out)
        return NULL;
    t->z.next_in = (Bytef *)in->p;
    t->z.avail_in = (uInt)in->n;
    t->z.next_out = (Bytef *)out;
    t->z.avail_out = (uInt)room;
    Buf *b = deflate(&t->z, Z_FINISH) == Z_STREAM_END ? buf_in(x->q.mem) : NULL;
    if (b)
        *b = (Buf){ .p = out, .n = t->z.total_out, .size = room };
    else
        free(out);
    return b;
}

/* Weak, since the compressed page has the same one. */
static const char *
tag_of(Arena *mem, const Buf *b)
{
    unsigned char h[16];
    char          s[33];
    crypto_generichash(h, sizeof h, (const unsigned char *)buf_text(b), b->n, NULL, 0);
    sodium_bin2hex(s, sizeof s, h, sizeof h);
    return arena_fmt(mem, "W/\"%s\"", s);
}

static void
common_heads(Exchange *x, struct MHD_Response *r)
{
    static const char *const heads[][2] = {
        { "Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'" },
        { "X-Content-Type-Options", "nosniff" },
        { "X-Frame-Options", "DENY" },
        { "Referrer-Policy", "same-origin" },
        { "Cross-Origin-Opener-Policy", "same-origin" },
        { "Cross-Origin-Resource-Policy", "same-origin" },
        { "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()" },
        { "Vary", "Accept-Encoding, Accept-Language, Cookie" },
    };
    Req *q = &x->q;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        MHD_add_response_header(r, heads[i][0], heads[i][1]);
    if (q->tls)
        MHD_add_response_header(r, "Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    MHD_add_response_header(r, "Cache-Control", q->secret ? "no-store" : q->cacheable ? "public, max-age=31536000, immutable" : "private, no-cache");
    if (q->forget)
        MHD_add_response_header(r, "Clear-Site-Data", "\"cache\"");
    if (q->status == 401)
        MHD_add_response_header(r, "WWW-Authenticate", "Bearer realm=\"kanmon\"");
    if (q->status == 405 && q->allow)
        MHD_add_response_header(r, "Allow", q->allow);
    if (q->retry_after > 0)
        MHD_add_response_header(r, "Retry-After", arena_fmt(q->mem, "%d", q->retry_after));
    if (q->refresh > 0)
        MHD_add_response_header(r, "Refresh", arena_fmt(q->mem, "%d", q->refresh));
    if (q->location)
        MHD_add_response_header(r, "Location", q->location);
    for (const Cookie *k = x->cookies; k; k = k->next)
        MHD_add_response_header(r, "Set-Cookie", k->text);
}

/* The library frees the bytes when they are out; nothing is copied. */
static struct MHD_Response *
response(Buf *body)
{
    char *p = body->n ? realloc(body->p, body->n) : NULL; /* a Buf grows by doubling */
    if (body->n == 0)
        return MHD_create_response_from_buffer(0, (void *)(uintptr_t)"", MHD_RESPMEM_PERSISTENT);
    struct MHD_Response *r = MHD_create_response_from_buffer(body->n, p ? p : body->p, MHD_RESPMEM_MUST_FREE);
    body->p = r ? NULL : p ? p : body->p;
    body->n = body->size = 0;
    return r;
}

/* Too many large answers wait for their clients. */
static Buf *
too_many(Req *q)
{
    Buf *b = buf_in(q->mem);
    q->status = 503;
    q->retry_after = 30;
    q->save_as = NULL;
    q->type = "text/plain; charset=utf-8";
    buf_add(b, "503: 大きな答えを受け取り終えていない相手が多すぎます。少し待ってからもう一度。too many clients have not yet taken their large answers; wait a little\n");
    return b;
}

static enum MHD_Result
queue(Exchange *x, Buf *body, const char *tag, bool gzip)
{
    Req                 *q = &x->q;
    size_t               n = body->n;
    struct MHD_Response *r = response(body);
    if (!r)
        return MHD_NO;
    common_heads(x, r);
    if (tag)
        MHD_add_response_header(r, "ETag", tag);
    if (q->status != 304 && n > 0)
        MHD_add_response_header(r, "Content-Type", q->type);
    if (gzip)
        MHD_add_response_header(r, "Content-Encoding", "gzip");
    if (q->save_as && q->status != 304)
        MHD_add_response_header(r, "Content-Disposition", disposition(q->mem, q->save_as));
    watch_phase(x->net->watch, x->watched, PHASE_ANSWER, n);
    enum MHD_Result ok = MHD_queue_response(q->conn, (unsigned)q->status, r);
    MHD_destroy_response(r);
    return ok;
}

enum MHD_Result
answer(Exchange *x)
{
    Req        *q = &x->q;
    Buf        *body = q->out, *small = NULL;
    const char *tag = NULL, *had = head_value(q->conn, MHD_HTTP_HEADER_IF_NONE_MATCH);
    if (q->status == 200 && strcmp(q->method, "GET") == 0 && !q->secret)
        tag = tag_of(q->mem, q->out);
    bool same = tag && had && (strcmp(had, "*") == 0 || strstr(had, tag + 2));
    if (same) {
        q->status = 304;
        body = buf_in(q->mem);
    } else if (may_compress(x) && (small = compressed(x))) {
        body = small;
    }
    if (!watch_holds(x->net->watch, x->watched, body->n)) {
        body = too_many(q);
        tag = NULL;
        small = NULL;
    }
    enum MHD_Result ok = queue(x, body, tag, small != NULL);
    /* What drew the page is many times the page, and the client may take its time. */
    arena_free(q->mem);
    *q = (Req){ .state = x };
    x->cookies = NULL;
    x->body.fields = NULL;
    x->body.files = NULL;
    return ok;
}
