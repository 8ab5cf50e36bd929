/* sheets.c -- see sheets.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exchange/sheets.h"

#include "base/text.h"
#include "domain/texts.h"
#include "format/squeeze.h"

#include <malloc.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SHEETS = 1024, BYTES = 8 << 20, RING = 8, GROUP = 4 }; /* GROUP batches are one transaction */

typedef struct Problem Problem;
struct Problem {
    const char *file, *field, *level, *ja, *en;
    int64_t     line;
    Problem    *next;
};

struct SheetBatch {
    Arena      *mem;
    RawSheet    raw[SHEETS];
    Sheet      *sheet[SHEETS];
    size_t      n, bytes, at;
    Grams       grams;
    Problem    *first, **last;
    Arena      *scratch; /* of the maker's thread: a document is there only while it is read */
    SheetMaker  maker;
    const void *reader_state;
    bool        cp932; /* said of this batch */
    enum { EMPTY, FILLED, AT_WORK, READY } state;
};

/* What threads share. */
typedef struct {
    pthread_mutex_t lock;
    pthread_cond_t  changed;
    SheetBatch     *ring[RING];
    const void     *dictionary;
    size_t          dictionary_n;
    bool            stop;
} Shop;

Arena *
sheet_mem(SheetBatch *b)
{
    return b->mem;
}

const void *
sheet_state(const SheetBatch *b)
{
    return b->reader_state;
}

void
sheet_problem(SheetBatch *b, const char *field, const char *level, const char *ja, const char *en)
{
    Problem *p = NEW(b->mem, Problem);
    *p = (Problem){ .file = b->raw[b->at].file, .line = b->raw[b->at].line, .level = level, .field = field ? arena_str(b->mem, field) : NULL,
                    .ja = arena_str(b->mem, ja), .en = arena_str(b->mem, en) };
    *b->last = p;
    b->last = &p->next;
}

bool
sheet_yen(SheetBatch *b, const char *field, double amount, double unit, int64_t *yen)
{
    double v = amount * unit;
    if (!(fabs(v) <= 9e15)) {
        sheet_problem(b, field, "warning", arena_fmt(b->mem, "%s の額（%.6g）は金額として大きすぎる。この欄を除いて取り込んだ。", field, amount),
                      arena_fmt(b->mem, "the amount of %s (%.6g) is too large to be money; the sheet was taken without it.", field, amount));
        return false;
    }
    *yen = llround(v);
    return true;
}

bool
sheet_year(SheetBatch *b, const char *field, int64_t year, bool row)
{
    if (year >= 1868 && year <= 2100)
        return true;
    sheet_problem(b, field, "warning", arena_fmt(b->mem, row ? "%s の年度 %lld は年度ではない。この行を除いて取り込んだ。" : "%s の %lld は年度ではない。この欄だけを空欄として取り込んだ。", field, (long long)year),
                  arena_fmt(b->mem, row ? "%s: %lld is no fiscal year; the sheet was taken without that row." : "%s: %lld is no fiscal year; the sheet was taken with that cell empty.", field, (long long)year));
    return false;
}

/* A text that was refused at byte `at`, so that its other fields are not lost with it: bytes of CP932 as UTF-8, a whole number
 * that no computer's integer holds as the text of its digits. False when neither is what is wrong. */
static bool
mended(SheetBatch *b, RawSheet *raw, size_t at)
{
    size_t from = at, n;
    while (from > 0 && raw->text[from - 1] >= '0' && raw->text[from - 1] <= '9')
        from--;
    if (at - from >= 19) {
        from -= from > 0 && raw->text[from - 1] == '-';
        raw->text = arena_fmt(b->mem, "%.*s\"%.*s\"%s", (int)from, raw->text, (int)(at - from), raw->text + from, raw->text + at);
        raw->n += 2;
        return true;
    }
    if (quick_utf8(raw->text, raw->n, &at))
        return false;
    const char *text = text_iconv(b->mem, "CP932", raw->text, raw->n, &n);
    if (!text || !strstr(text, "年度\"")) /* damaged UTF-8 may be some CP932, but not with these words in it */
        return false;
    raw->text = text;
    raw->n = n;
    if (!b->cp932)
        sheet_problem(b, NULL, "warning", "文字コードは CP932（Shift_JIS）とみて、ここから UTF-8 に直して読んだ。", "read from here on as CP932 (Shift_JIS) and turned into UTF-8.");
    return b->cp932 = true;
}

static const Quick *
read_json(SheetBatch *b, RawSheet *raw)
{
    QuickWhy why = { 0 };
    size_t   at = 0;
    for (int tries = 0; tries < 8; tries++) {
        const Quick *doc = quick_read(b->scratch, arena_strn(b->mem, raw->text, raw->n), raw->n, &at, &why);
        if (doc)
            return doc;
        if (!mended(b, raw, at))
            break;
    }
    sheet_problem(b, NULL, "error", arena_fmt(b->mem, "JSON として読めない（%zu バイト目）：%s。このシートだけを除いて取り込んだ。直して、もう一度取り込んでください。", at + 1, why.ja),
                  arena_fmt(b->mem, "this is no JSON (at byte %zu): %s. This sheet alone was left out; mend it and import the file again.", at + 1, why.en));
    return NULL;
}

static Sheet *
make(SheetBatch *b, Squeeze *z, size_t i)
{
    RawSheet *raw = &b->raw[i];
    if (raw->n == SIZE_MAX) {
        sheet_problem(b, NULL, "error", "1行が 64 MiB を超える。この行だけを除いて取り込んだ。", "a line is longer than 64 MiB; it alone was left out.");
        return NULL;
    }
    const Quick *doc = read_json(b, raw);
    if (!doc)
        return NULL;
    Sheet *s = NEW(b->mem, Sheet);
    s->raw = raw->text;
    s->raw_n = raw->n;
    s->line = raw->line;
    s->file = raw->file;
    s->part = raw->part;
    s->parts = raw->parts;
    if (!b->maker(b, doc, s))
        return NULL;
    review_finish(b->mem, s);
    s->body = squeeze(z, b->mem, raw->text, raw->n, &s->body_n);
    texts_grams(doc, &b->grams, i);
    return s;
}

static void
make_all(SheetBatch *b, Squeeze *z, Arena *scratch)
{
    b->scratch = scratch;
    for (b->at = 0; b->at < b->n; b->at++) {
        b->sheet[b->at] = make(b, z, b->at);
        arena_reset(scratch);
    }
    grams_sort(&b->grams);
}

static void *
maker_thread(void *arg)
{
    Shop    *shop = arg;
    Squeeze *z = NULL;
    Arena   *scratch = arena_new(0);
    pthread_mutex_lock(&shop->lock);
    while (!shop->stop) {
        SheetBatch *b = NULL;
        for (int i = 0; i < RING && !b; i++)
            if (shop->ring[i]->state == FILLED)
                b = shop->ring[i];
        if (!b) {
            pthread_cond_wait(&shop->changed, &shop->lock);
            continue;
        }
        b->state = AT_WORK;
        pthread_mutex_unlock(&shop->lock);
        if (!z)
            z = squeeze_new(shop->dictionary, shop->dictionary_n);
        make_all(b, z, scratch);
        pthread_mutex_lock(&shop->lock);
        b->state = READY;
        pthread_cond_broadcast(&shop->changed);
    }
    pthread_mutex_unlock(&shop->lock);
    squeeze_free(z);
    arena_free(scratch);
    return NULL;
}

static void
empty(SheetBatch *b)
{
    arena_reset(b->mem);
    grams_reset(&b->grams);
    b->n = b->bytes = 0;
    b->cp932 = false;
    b->first = NULL;
    b->last = &b->first;
    b->state = EMPTY;
}

/* Fills a batch from the reader; false when nothing came. */
static bool
fill(Import *i, SheetBatch *b, SheetReader reader, void *state)
{
    RawSheet raw;
    while (b->n < SHEETS && b->bytes < BYTES && ok(&i->in) && reader(i, state, &raw)) {
        if (raw.n != SIZE_MAX) {
            raw.text = arena_strn(b->mem, raw.text, raw.n);
            b->bytes += raw.n;
        }
        b->raw[b->n++] = raw;
    }
    return b->n > 0;
}

/* Writes n batches as one. */
static bool
store(Import *i, Review *r, Shop *shop, size_t tail, size_t n, Grams *joined, int64_t dictionary)
{
    Sheet        *sheet[GROUP * SHEETS];
    const Grams  *grams[GROUP];
    size_t        first[GROUP], sheets = 0;
    for (size_t k = 0; k < n; k++) {
        SheetBatch *b = shop->ring[(tail + k) % RING];
        for (Problem *p = b->first; p; p = p->next)
            run_problem(i->run, p->file, p->line, p->field, p->level, p->ja, p->en);
        grams[k] = &b->grams;
        first[k] = sheets;
        memcpy(sheet + sheets, b->sheet, b->n * sizeof *sheet);
        sheets += b->n;
    }
    grams_join(joined, grams, first, n);
    bool good = review_store(r, sheet, sheets, joined, dictionary, i->changes);
    import_said(i, run_count(i->run)->read);
    for (size_t k = 0; k < n; k++)
        empty(shop->ring[(tail + k) % RING]);
    return good;
}

static unsigned
threads_for(const Import *i)
{
    long n = i->threads ? (long)i->threads : sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > 4 ? 4 : (unsigned)n;
}

/* How many batches from the tail on are ready; waits for a group of them where nothing else is to be done. */
static size_t
ready(Shop *shop, size_t tail, size_t head, bool wait)
{
    size_t n;
    pthread_mutex_lock(&shop->lock);
    for (;;) {
        for (n = 0; n < GROUP && tail + n < head && shop->ring[(tail + n) % RING]->state == READY;)
            n++;
        if (n == GROUP || tail + n == head || !wait)
            break;
        pthread_cond_wait(&shop->changed, &shop->lock);
    }
    pthread_mutex_unlock(&shop->lock);
    return n;
}

/* The import's own thread: reads into free places of the ring, writes what is ready, in order. */
static bool
turn(Import *i, Review *r, Shop *shop, SheetReader reader, void *state, int64_t dictionary)
{
    size_t head = 1, tail = 0; /* the first batch is filled already */
    bool   more = true, good = true;
    Grams *joined = calloc(1, sizeof *joined);
    if (!joined)
        die("no memory for an import");
    while (good && (more || tail < head)) {
        if (more && head - tail < RING) {
            SheetBatch *b = shop->ring[head % RING];
            more = fill(i, b, reader, state);
            if (more) {
                pthread_mutex_lock(&shop->lock);
                b->state = FILLED;
                pthread_cond_broadcast(&shop->changed);
                pthread_mutex_unlock(&shop->lock);
                head++;
            }
        }
        bool   wait = !more || head - tail == RING;
        size_t n = tail < head ? ready(shop, tail, head, wait) : 0;
        if (n == GROUP || (wait && n > 0)) {
            good = store(i, r, shop, tail, n, joined, dictionary);
            tail += n;
        }
    }
    grams_free(joined);
    free(joined);
    return good;
}

static bool
run_shop(Import *i, Review *r, Shop *shop, SheetReader reader, void *state)
{
    SheetBatch *b = shop->ring[0];
    pthread_t   thread[4];
    unsigned    threads = threads_for(i), started = 0;
    int64_t     dictionary = 0;
    const char *raw[SHEETS];
    size_t      raw_n[SHEETS], n = 0;
    if (!fill(i, b, reader, state))
        return true;
    for (size_t k = 0; k < b->n; k++)
        if (b->raw[k].n != SIZE_MAX) {
            raw[n] = b->raw[k].text;
            raw_n[n++] = b->raw[k].n;
        }
    shop->dictionary = review_dictionary(r, raw, raw_n, n, &shop->dictionary_n, &dictionary);
    if (!ok(i->c))
        return false;
    /* This thread reads and writes, the smaller part of the work, and waits in between: a maker for every processor. */
    while (started < threads && pthread_create(&thread[started], NULL, maker_thread, shop) == 0)
        started++;
    if (started == 0)
        return fail(i->c, ERR_BROKEN, "import", L(i->c, "処理のためのスレッドを作れません。", "no thread can be made for the import."));
    pthread_mutex_lock(&shop->lock);
    b->state = FILLED;
    pthread_cond_broadcast(&shop->changed);
    pthread_mutex_unlock(&shop->lock);
    bool good = turn(i, r, shop, reader, state, dictionary);
    pthread_mutex_lock(&shop->lock);
    shop->stop = true;
    pthread_cond_broadcast(&shop->changed);
    pthread_mutex_unlock(&shop->lock);
    while (started > 0)
        pthread_join(thread[--started], NULL);
    return good;
}

bool
sheets_import(Import *i, SheetReader reader, void *state, SheetMaker maker)
{
    Shop    shop = { .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER };
    Review *r = review_begin(i->c, i->run);
    if (!r)
        return false;
    /* Batches come and go in the same sizes: giving their pages back and faulting them in again costs a tenth of the time. */
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 256 << 20);
    for (int k = 0; k < RING; k++) {
        SheetBatch *b = shop.ring[k] = calloc(1, sizeof *b);
        if (!b)
            die("no memory for an import");
        b->mem = arena_new(0);
        b->maker = maker;
        b->reader_state = state;
        empty(b);
    }
    bool good = run_shop(i, r, &shop, reader, state);
    for (int k = 0; k < RING; k++) {
        grams_free(&shop.ring[k]->grams);
        arena_free(shop.ring[k]->mem);
        free(shop.ring[k]);
    }
    review_free(r);
    return good;
}
