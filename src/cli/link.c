/* link.c -- kanmon link: programmes that are one over the years, and what else one is to another.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/table.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/lineage.h"
#include "domain/programme.h"
#include "engine/linking.h"
#include "format/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --score N; 0 without, -1 for what is no number from 0 to 1. */
static double
least(const Cli *k)
{
    char  *end;
    double v = k->score ? strtod(k->score, &end) : 0;
    return !k->score ? 0 : *k->score && !*end && v > 0 && v <= 1 ? v : -1;
}

static int
list(Cli *k)
{
    static const Column cols[] = { { "id", "番号", "id", false, true }, { "state_label", "状態", "state", false, false }, { "score_text", "点", "score", true, false }, { "kind", "種類", "kind", false, false },
                                   { "from.key", "事業", "programme", false, false }, { "from.name", "事業名", "name", false, false }, { "to_label", "相手", "other", false, false }, { "to.name", "相手の事業名", "other's name", false, false } };
    Ctx     *c = &k->c;
    int64_t  total = 0;
    size_t   i, j;
    json_t  *row, *why;
    LinkAsk  ask = { .state = k->as, .kind = k->type, .query = cli_words(k, 1), .from = cli_offset(k), .limit = cli_limit(k, 100), .least = least(k) };
    if (ask.least < 0)
        return cli_usage("link");
    json_t  *rows = link_page(c, &ask, &total);
    if (k->json || !ok(c))
        return cli_json(k, rows);
    json_array_foreach(rows, i, row)
    {
        json_object_set_new(row, "state_label", json_string(link_state_label(c, json_text(row, "state"))));
        json_object_set_new(row, "score_text", json_has(row, "score") ? json_string(arena_fmt(c->mem, "%.2f", json_number_value(json_path(row, "score")))) : json_null());
        json_object_set_new(row, "to_label", json_string(json_flag(row, "waits") ? arena_fmt(c->mem, L(c, "%s（シート待ち）", "%s (waits)"), link_key_label(c, json_text(row, "to_key"))) : json_text(row, "to.key")));
    }
    table_print(k, rows, cols, sizeof cols / sizeof *cols, arena_fmt(c->mem, L(c, "%lld 件のうち %zu 件", "of %lld links %zu"), (long long)total, json_array_size(rows)));
    if (k->explain)
        json_array_foreach(rows, i, row) json_array_foreach(json_path(row, "reasons"), j, why)
            printf("%lld: %s\n", (long long)json_int(row, "id", 0), json_text(why, c->lang == LANG_JA ? "ja" : "en"));
    return 0;
}

static int
propose(Cli *k)
{
    json_t *r = link_propose(&k->c);
    if (k->json || !r)
        return cli_json(k, r);
    printf(L(&k->c, "終わった事業 %lld、始まった事業 %lld、比べた組 %lld：新しい候補 %lld、前からある組 %lld\n", "%lld programmes ended, %lld began, %lld pairs compared: %lld new proposals, %lld known before\n"), (long long)json_int(r, "ended", 0),
           (long long)json_int(r, "began", 0), (long long)json_int(r, "compared", 0), (long long)json_int(r, "proposed", 0), (long long)json_int(r, "known", 0));
    return 0;
}

static int
add(Cli *k)
{
    int64_t from = k->n == 4 ? programme_find(&k->c, k->args[1]) : 0, id = 0;
    if (k->n != 4)
        return cli_usage("link");
    if (!from || !linking_add(&k->c, from, k->args[2], k->args[3], &id))
        return cli_error(k);
    return cli_json(k, link_show(&k->c, id));
}

/* All that wait with a score of at least --score, 500 in a transaction: the person who gives the command decides them. */
static int
confirm_from(Cli *k)
{
    enum { AT_ONCE = 500 };
    Ctx    *c = &k->c;
    double  from = least(k);
    int64_t all = 0, done = 0, id[AT_ONCE];
    size_t  i, n = 0;
    json_t *row;
    if (from <= 0 || k->n > 1)
        return cli_usage("link");
    json_t *rows = link_page(c, &(LinkAsk){ .state = "proposed", .kind = k->type, .least = from }, NULL);
    json_array_foreach(rows, i, row)
    {
        id[n++] = json_int(row, "id", 0);
        if (n < AT_ONCE && i + 1 < json_array_size(rows))
            continue;
        if (!linking_confirm_all(c, id, n, &done))
            return cli_error(k);
        all += done;
        n = 0;
    }
    if (k->json || !ok(c))
        return cli_json(k, json_keep(c->mem, json_pack("{sI}", "confirmed", (json_int_t)all)));
    printf(L(c, "%lld 件を確認した\n", "%lld confirmed\n"), (long long)all);
    return 0;
}

/* confirm, reject and undo, of one link or of several. */
static int
decide(Cli *k)
{
    const char *what = k->args[0];
    if (k->n < 2 && k->score && strcmp(what, "confirm") == 0)
        return confirm_from(k);
    if (k->n < 2)
        return cli_usage("link");
    for (int i = 1; i < k->n; i++) {
        int64_t id = 0;
        if (!number_int(k->args[i], &id))
            return cli_usage("link");
        bool done = strcmp(what, "confirm") == 0 ? linking_confirm(&k->c, id, k->type) : strcmp(what, "reject") == 0 ? link_reject(&k->c, id) : linking_undo(&k->c, id);
        if (!done)
            return cli_error(k);
        json_t *row = link_show(&k->c, id);
        if (k->json)
            cli_json(k, row);
        else if (row)
            printf("%lld\t%s\t%s\t%s\t%s\n", (long long)id, link_state_label(&k->c, json_text(row, "state")), json_text(row, "kind"), json_text(row, "from.name"),
                   json_flag(row, "waits") ? link_key_label(&k->c, json_text(row, "to_key")) : json_text(row, "to.name"));
    }
    return ok(&k->c) ? 0 : cli_error(k);
}

int
cmd_link(Cli *k)
{
    static const struct { const char *name; int (*fn)(Cli *k); } words[] = { { "list", list }, { "propose", propose }, { "add", add }, { "confirm", decide }, { "reject", decide }, { "undo", decide } };
    const char *what = k->n > 0 ? k->args[0] : "list";
    if (!cli_open(k, strcmp(what, "list") != 0))
        return cli_error(k);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].name, what) == 0)
            return words[i].fn(k);
    return cli_usage("link");
}
